"""XForm XML → what the interpreters need: types, repeats, binds with trees, lists and the choices of each question."""

from typing import Any

from expression import parse
from lxml import etree

XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
EXPRESSIONS = ("relevant", "constraint", "calculate", "required")

Form = dict[str, Any]


def read(xml: str) -> Form:
    """The plain form; paths are below the root of the answer."""
    root = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    model = root.find(f"{H}head/{XF}model")
    instances = model.findall(f"{XF}instance")
    answer = instances[0][0]
    name = etree.QName(answer).localname
    controls = list(root.find(f"{H}body").iter(f"{XF}select1", f"{XF}select"))
    return {
        "root": name,
        "order": [path for path in _paths(answer, "") if not path.startswith("meta")],
        "repeats": [below(node.get("nodeset"), name) for node in root.iter(f"{XF}repeat")],
        "types": {below(b.get("nodeset"), name): b.get("type", "string") for b in model.findall(f"{XF}bind")},
        "binds": {below(b.get("nodeset"), name): _trees(b) for b in model.findall(f"{XF}bind")},
        "lists": {item.get("id"): _items(item, _texts(model)) for item in instances[1:]},
        "choices": {below(c.get("ref"), name): _choices(c) for c in controls if c.find(f"{XF}itemset") is not None},
        "triggered": _triggered(root, name),
    }


def below(path: str, root: str) -> str:
    """`/data/house/person` → `house/person`."""
    return path.strip().removeprefix(f"/{root}").strip("/")


def _paths(node: Any, path: str) -> list[str]:
    found: dict[str, None] = {}
    for child in node:
        here = f"{path}/{etree.QName(child).localname}".strip("/")
        found[here] = None
        found |= dict.fromkeys(_paths(child, here))
    return list(found)


def _trees(bind: Any) -> dict[str, Any]:
    return {name: parse(bind.get(name)) for name in EXPRESSIONS if bind.get(name)}


def _texts(model: Any) -> dict[str, str]:
    found = model.find(f"{XF}itext/{XF}translation")
    texts = [] if found is None else found.findall(f"{XF}text")
    return {text.get("id"): "".join(text.find(f"{XF}value").itertext()).strip() for text in texts}


def _items(instance: Any, texts: dict[str, str]) -> list[dict[str, str]]:
    rows = []
    for item in instance.iterfind(f"{XF}root/{XF}item"):
        row = {etree.QName(cell).localname: cell.text or "" for cell in item}
        rows.append(row | {"label": row.get("label") or texts.get(row.get("itextId", ""), "")})
    return rows


def _choices(control: Any) -> Any:
    return parse(control.find(f"{XF}itemset").get("nodeset"))


def _triggered(root: Any, name: str) -> dict[str, Any]:
    """Calculations with a trigger are actions inside the control that triggers them, not binds."""
    found = {}
    for action in root.find(f"{H}body").iter(f"{XF}setvalue"):
        found[below(action.get("ref"), name)] = parse(action.get("value"))
    return found
