"""Reads the `<model>` of an XForm: texts by language, binds, the blank answer, lists; judges nothing."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree

from xiangyun.forms.definition import BASE_LANGUAGE, Texts, not_a_form

MAX_XML_BYTES = 8 * 1024 * 1024
XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
NO_TEXT = "-"
"""What pyxform writes where a language lacks a text."""

Node = Any
"""lxml is used without stubs; a node is an `etree._Element`."""

_LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_ITEXT = re.compile(r"^\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*$")
_NAMED_LANGUAGES = {
    "default": BASE_LANGUAGE,
    "chinese": BASE_LANGUAGE,
    "中文": BASE_LANGUAGE,
    "简体中文": BASE_LANGUAGE,
    "繁體中文": "zh-Hant",
    "english": "en",
    "英文": "en",
}


class Model(msgspec.Struct):
    """The parts of a `<model>`; `answer` is the blank answer, `texts` go id → form of text → language."""

    answer: Node
    binds: dict[str, Node]
    bind_ids: dict[str, str]
    texts: dict[str, dict[str, Texts]]
    rich_texts: set[str]
    languages: tuple[str, ...]
    lists: dict[str, Node]
    others: tuple[Node, ...]

    @property
    def root(self) -> str:
        """Path of the blank answer, as binds write it."""
        return f"/{local_name(self.answer)}"


def parse_xml(source: str | bytes) -> Node:
    """The root of a document by a stranger: UTF-8, no DOCTYPE, nothing fetched, nothing expanded."""
    content = source.encode() if isinstance(source, str) else source
    if len(content) > MAX_XML_BYTES:
        raise not_a_form("too_large", f"larger than {MAX_XML_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_a_form("not_xform", "is not UTF-8 text") from error
    if "<!DOCTYPE" in text:
        raise not_a_form("doctype", "declares a DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise not_a_form("not_xform", f"is not XML: {error.msg}", line=error.lineno or 0) from error


def read_model(root: Node) -> Model:
    """The model of a document that claims to be an XForm."""
    model = root.find(f"{H}head/{XF}model") if root.tag == f"{H}html" else None
    if model is None or root.find(f"{H}body") is None:
        raise not_a_form("not_xform", "has no XForm model and body")
    instances = model.findall(f"{XF}instance")
    if not instances or len(instances[0]) != 1:
        raise not_a_form("not_xform", "has no blank answer")
    texts, rich, languages = _read_texts(model)
    known = {f"{XF}{name}" for name in ("itext", "instance", "bind")}
    answer = instances[0][0]
    binds = {_nodeset(bind): bind for bind in model.findall(f"{XF}bind")}
    return Model(
        answer=answer,
        binds=binds,
        bind_ids={bind.get("id"): path for path, bind in binds.items() if bind.get("id")},
        texts=texts,
        rich_texts=rich,
        languages=languages,
        lists={instance.get("id", ""): instance for instance in instances[1:]},
        others=tuple(node for node in model if node.tag not in known),
    )


def local_name(node: Node) -> str:
    """A tag without its namespace."""
    return str(etree.QName(node).localname)


def leaf_paths(model: Model) -> Iterator[tuple[str, Node]]:
    """Every leaf of the blank answer with its path below the root."""
    return ((path, node) for path, node in node_paths(model) if len(node) == 0)


def node_paths(model: Model) -> Iterator[tuple[str, Node]]:
    """Every node of the blank answer with its path below the root."""
    return _walk(model.answer, "")


def language_code(name: str) -> str:
    """`简体中文 (zh-Hans)` → `zh-Hans`; a name without a code is known or stays as it is."""
    found = _LANGUAGE_CODE.search(name)
    return found.group(1) if found else _NAMED_LANGUAGES.get(name.strip().lower(), name.strip())


def text_id(node: Node) -> str | None:
    """The id in `jr:itext('…')`; None where the text stands in the node itself."""
    found = _ITEXT.match(node.get("ref", ""))
    return (found.group(1) or found.group(2) or "") if found else None


def plain_texts(found: Texts) -> Texts:
    """Without the filler of missing translations."""
    return {code: text for code, text in found.items() if text != NO_TEXT} or found


def _nodeset(bind: Node) -> str:
    return str(bind.get("nodeset", "")).strip()


def _walk(node: Node, path: str) -> Iterator[tuple[str, Node]]:
    for child in node:
        below = f"{path}/{local_name(child)}" if path else local_name(child)
        yield below, child
        yield from _walk(child, below)


def _read_texts(model: Node) -> tuple[dict[str, dict[str, Texts]], set[str], tuple[str, ...]]:
    texts: dict[str, dict[str, Texts]] = {}
    rich: set[str] = set()
    translations = model.findall(f"{XF}itext/{XF}translation")
    translations.sort(key=lambda node: node.get("default") is None)
    languages = tuple(dict.fromkeys(language_code(node.get("lang", "")) for node in translations))
    for translation in translations:
        code = language_code(translation.get("lang", ""))
        for text in translation.findall(f"{XF}text"):
            for value in text.findall(f"{XF}value"):
                _add_text(texts.setdefault(text.get("id", ""), {}), value, code)
                if len(value):
                    rich.add(text.get("id", ""))
    return texts, rich, languages


def _add_text(forms: dict[str, Texts], value: Node, code: str) -> None:
    """Two columns may mean one language (`label`, `label::中文`); the one that has a text is taken."""
    by_language = forms.setdefault(value.get("form", ""), {})
    text = "".join(value.itertext()).strip()
    if by_language.get(code, NO_TEXT) == NO_TEXT:
        by_language[code] = text
    elif text not in {NO_TEXT, by_language[code]}:
        raise not_a_form("language_twice", f"two texts for {code}: {by_language[code]!r} and {text!r}")
