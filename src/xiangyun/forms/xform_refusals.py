"""What an XForm may ask that is not built, by the name its author knows; so are unknown attributes."""

from lxml import etree

from xiangyun.forms.definition import NAMESPACE
from xiangyun.forms.xform_model import Model, Node, local_name

XY = f"{{{NAMESPACE}}}"
JR = "{http://openrosa.org/javarosa}"

_EXPRESSIONS = {"relevant": "relevant", "constraint": "constraint", "calculate": "calculation"}
_BIND_KNOWN = {
    "nodeset",
    "id",
    "type",
    "required",
    "readonly",
    f"{XY}unit",
    f"{XY}element",
    f"{JR}requiredMsg",
    f"{JR}constraintMsg",
    *_EXPRESSIONS,
}
_CONTROL_KNOWN = {"ref", "bind", "appearance", "mediatype"}
_WIDGETS = {"draw", "signature", "annotate"}
_CONTROL_NAMES = {"select": "select_multiple", "trigger": "acknowledge", "application": "file"}


def bind_refusals(bind: Node | None, found: str) -> list[str]:
    """What the bind of a field asks; `found` is our type, empty where the control has none."""
    if bind is None:
        return []
    said = [name for attribute, name in _EXPRESSIONS.items() if bind.get(attribute)]
    if bind.get("required", "true()").strip() not in {"true()", "false()"}:
        said.append("required by expression")
    if found != "note" and bind.get("readonly", "false()").strip() != "false()":
        said.append("read_only")
    return said + [f"parameter {_bare(name)}" for name in bind.attrib if name not in _BIND_KNOWN]


def control_refusals(control: Node) -> list[str]:
    """What the control itself asks."""
    kind, appearance = local_name(control), control.get("appearance", "")
    medium = control.get("mediatype", "application/*").partition("/")[0]
    if kind == "upload" and medium != "image":
        return [f"type {_CONTROL_NAMES.get(medium, medium)}"]
    if kind not in {"input", "select1", "upload", "group"}:
        return [f"type {_CONTROL_NAMES.get(kind, kind)}"]
    said = [f"parameter {_bare(name)}" for name in control.attrib if name not in _CONTROL_KNOWN]
    if "(" in appearance or _WIDGETS & set(appearance.split()):
        said.append(f"appearance {appearance}")
    return said


def hidden_refusals(path: str, bind: Node | None) -> list[str]:
    """What a node without a control is; the id that every answer carries is the one that is taken."""
    if path in {"meta/instanceID"}:
        return []
    if bind is None:
        return ["hidden field"]
    if bind.get("calculate"):
        return ["calculation"]
    preload = bind.get(f"{JR}preloadParams") or bind.get(f"{JR}preload")
    return [f"metadata {preload}" if preload else "hidden field"]


def model_refusals(model: Model) -> list[tuple[str, str]]:
    """Path and name of what stands in the model beside texts, binds, lists and the answer."""
    actions = [(node.get("ref", ""), _action(node)) for node in model.others if local_name(node) != "submission"]
    encrypted = any(node.get("base64RsaPublicKey") for node in model.others)
    files = [("", f"data from {node.get('src')}") for node in model.lists.values() if node.get("src")]
    return [*actions, *[("", "encryption")] * encrypted, *files]


def _action(node: Node) -> str:
    return "dynamic default" if local_name(node) == "setvalue" else f"action {local_name(node)}"


def _bare(name: str) -> str:
    return str(etree.QName(name).localname)
