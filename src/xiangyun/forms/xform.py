"""The one front door: XForm XML → stored form. What is not built is refused by name, all of it at once."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from xiangyun.forms.definition import (
    BASE_LANGUAGE,
    NAMESPACE,
    Choice,
    Field,
    FieldType,
    Problem,
    StoredForm,
    Texts,
    Unsupported,
    not_a_form,
)
from xiangyun.forms.xform_model import (
    NO_TEXT,
    XF,
    H,
    Model,
    Node,
    leaf_paths,
    local_name,
    node_paths,
    parse_xml,
    plain_texts,
    read_model,
    text_id,
)
from xiangyun.forms.xform_refusals import bind_refusals, control_refusals, hidden_refusals, model_refusals

MAX_FIELDS = 2000
EVIDENCE_SUFFIX = "_photo"
MESSAGE = "{http://openrosa.org/javarosa}requiredMsg"
YES_NO = {"yes", "no"}
INPUT_TYPES: dict[str, FieldType] = {
    "string": "text",
    "": "text",
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
}


def parse_xform(xml: str | bytes) -> StoredForm:
    """The stored form of an XForm; raises FormError, or Unsupported with every refused item."""
    root = parse_xml(xml)
    reader = _Reader(read_model(root))
    reader.read(root.find(f"{H}body"))
    if reader.refused:
        raise Unsupported(*reader.refused)
    return reader.stored_form(root.findtext(f"{H}head/{H}title") or "")


class _Reader:
    """One pass over the body; collects fields and refusals side by side."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.fields: list[Field] = []
        self.refused: list[Problem] = []

    def read(self, body: Node) -> None:
        """Every control, then what has no control."""
        for control in body:
            self._read_control(control, parent="")
        if len(self.fields) > MAX_FIELDS:
            raise not_a_form("too_large", f"more than {MAX_FIELDS} fields")
        shown = {field.path for field in self.fields} | {problem.field for problem in self.refused}
        opaque = tuple(f"{problem.field}/" for problem in self.refused if problem.code == "repeat")
        for path, node in leaf_paths(self.model):
            bind = self.model.binds.get(f"{self.model.root}/{path}")
            if path not in shown and not path.startswith(opaque):
                self._refuse(path, hidden_refusals(path, bind))
            elif (node.text or "").strip():
                self._refuse(path, ["default"])
        for ref, code in model_refusals(self.model):
            self._refuse(self._below_root(ref), [code])

    def stored_form(self, title: str) -> StoredForm:
        """What was read, once nothing was refused."""
        answer, languages = self.model.answer, self.model.languages or (BASE_LANGUAGE,)
        known = {field.path: field for field in self.fields}
        fields = tuple(_with_evidence(field, known) for field in self.fields)
        if not any(field.takes_value for field in fields):
            raise not_a_form("no_questions", "asks nothing")
        _check_choices(fields)
        _check_nodes(fields, {path for path, _ in node_paths(self.model)})
        twice = [path for path, count in Counter(field.path for field in fields).items() if count > 1]
        if twice:
            raise not_a_form("twice", "is asked twice", field=twice[0])
        return StoredForm(
            form_id=answer.get("id") or local_name(answer),
            version=answer.get("version", ""),
            title={languages[0]: title.strip()},
            default_language=languages[0],
            languages=languages,
            fields=fields,
        )

    def _read_control(self, control: Node, parent: str) -> None:
        kind = local_name(control)
        path = self._path(control, parent)
        if control.tag == f"{XF}group":
            self._read_group(control, path, parent)
        elif kind in {"label", "hint", "help"}:
            return
        elif kind in {"setvalue", "setgeopoint", "recordaudio"}:
            self._refuse(path, [f"action {kind}"])
        elif path:
            self._read_question(control, path)
        else:
            raise not_a_form("not_xform", f"a {kind} names no question")

    def _read_group(self, control: Node, path: str, parent: str) -> None:
        repeat = control.find(f"{XF}repeat")
        if repeat is not None:
            path = self._below_root(repeat.get("nodeset", "")) or path
            self.fields.append(Field(path=path, name=_name(path), type="group"))
            self._refuse(path, ["repeat"])
            return
        if path:
            bind = self.model.binds.get(f"{self.model.root}/{path}")
            self._refuse(path, [*bind_refusals(bind, "group"), *control_refusals(control)])
            label = self._texts(control.find(f"{XF}label"), path)
            self.fields.append(
                Field(
                    path=path,
                    name=_name(path),
                    type="group",
                    label=label,
                    appearance=control.get("appearance", ""),
                )
            )
        for child in control:
            self._read_control(child, path or parent)

    def _read_question(self, control: Node, path: str) -> None:
        bind = self.model.binds.get(f"{self.model.root}/{path}")
        found = self._type(control, bind)
        choices = self._choices(control, path) if found == "select_one" else ()
        if found == "select_one" and sorted(choice.name for choice in choices) == sorted(YES_NO):
            found = "yes_no"
        if found is None and local_name(control) == "input":
            self._refuse(path, [f"type {bind.get('type')}"] if bind is not None else ["type"])
        self._refuse(path, [*bind_refusals(bind, found or ""), *control_refusals(control)])
        for child in control:
            if local_name(child) in {"setvalue", "setgeopoint"}:
                self._refuse(self._path(child, "") or path, ["trigger"])
        self.fields.append(self._field(control, bind, path, found, choices))

    def _field(
        self,
        control: Node,
        bind: Node | None,
        path: str,
        found: FieldType | None,
        choices: tuple[Choice, ...],
    ) -> Field:
        said = {} if bind is None else dict(bind.attrib)
        return Field(
            path=path,
            name=_name(path),
            type=found or "note",
            label=self._texts(control.find(f"{XF}label"), path),
            hint=self._texts(control.find(f"{XF}hint"), path),
            required=said.get("required", "").strip() == "true()",
            required_message=self._message(said.get(MESSAGE, "")),
            unit=said.get(f"{{{NAMESPACE}}}unit", ""),
            element=said.get(f"{{{NAMESPACE}}}element", ""),
            choices=choices,
            appearance=control.get("appearance", ""),
        )

    def _type(self, control: Node, bind: Node | None) -> FieldType | None:
        """Our type of a control; None where the refusals name what it is."""
        kind, read_only = (
            local_name(control),
            bind is not None and bind.get("readonly", "").strip() == "true()",
        )
        declared = "" if bind is None else bind.get("type", "").rpartition(":")[2]
        if kind == "input":
            return "note" if read_only and declared in {"", "string"} else INPUT_TYPES.get(declared)
        if kind == "upload":
            return "image" if control.get("mediatype", "").startswith("image/") else None
        return "select_one" if kind == "select1" else None

    def _choices(self, control: Node, path: str) -> tuple[Choice, ...]:
        itemset = control.find(f"{XF}itemset")
        if itemset is None:
            return tuple(self._inline_choice(item, path) for item in control.findall(f"{XF}item"))
        return tuple(self._listed_choices(itemset, path))

    def _inline_choice(self, item: Node, path: str) -> Choice:
        return Choice(
            name=(item.findtext(f"{XF}value") or "").strip(), label=self._texts(item.find(f"{XF}label"), path)
        )

    def _listed_choices(self, itemset: Node, path: str) -> Iterator[Choice]:
        """Choices of a list in the form; filters, shuffles and lists from files are refused."""
        source = itemset.get("nodeset", "")
        name = source.removeprefix("instance('").removesuffix("')/root/item")
        if source != f"instance('{name}')/root/item":
            self._refuse(path, ["randomize" if "randomize(" in source else "choice_filter"])
            return
        found = self.model.lists.get(name)
        if found is None or found.get("src"):
            self._refuse(path, ["choices from a file"])
            return
        for item in found.iterfind(f"{XF}root/{XF}item"):
            words = {local_name(node): (node.text or "").strip() for node in item}
            label = self._by_id(words.get("itextId", ""), path) or {self._language: words.get("label", "")}
            yield Choice(name=words.get("name", ""), label=label)

    def _texts(self, node: Node | None, path: str) -> Texts:
        if node is None:
            return {}
        if (known := text_id(node)) is not None:
            return self._by_id(known, path)
        if len(node) or node.get("ref"):
            self._refuse(path, ["value inside a text"])
        text = "".join(node.itertext()).strip()
        return {self._language: text} if text else {}

    def _by_id(self, known: str, path: str) -> Texts:
        forms = self.model.texts.get(known, {})
        for form in forms.keys() - {""}:
            self._refuse(path, [f"{form} beside a text"])
        if known in self.model.rich_texts:
            self._refuse(path, ["value inside a text"])
        found = plain_texts(forms.get("", {}))
        return {} if set(found.values()) == {NO_TEXT} and known.endswith(":hint") else found

    def _message(self, said: str) -> Texts:
        known = said.strip().removeprefix("jr:itext('").removesuffix("')")
        if said and known != said.strip():
            return plain_texts(self.model.texts.get(known, {}).get("", {}))
        return {self._language: said} if said else {}

    @property
    def _language(self) -> str:
        return self.model.languages[0] if self.model.languages else BASE_LANGUAGE

    def _path(self, control: Node, parent: str) -> str:
        bound = self.model.bind_ids.get(control.get("bind", ""), "")
        ref = (control.get("ref") or control.get("nodeset") or bound).strip()
        if ref and not ref.startswith("/"):
            return f"{parent}/{ref}" if parent else ref
        return self._below_root(ref)

    def _below_root(self, ref: str) -> str:
        return ref.strip().removeprefix(self.model.root).strip("/")

    def _refuse(self, path: str, codes: list[str]) -> None:
        for code in codes:
            problem = Problem(code=code, message=f"{code} is not supported", field=path)
            if problem not in self.refused:
                self.refused.append(problem)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _with_evidence(field: Field, known: Mapping[str, Field]) -> Field:
    """An image `x_photo` beside a yes/no `x` proves it."""
    subject = known.get(field.path.removesuffix(EVIDENCE_SUFFIX))
    if field.type != "image" or subject is None or subject.type != "yes_no":
        return field
    return msgspec.structs.replace(field, evidence_of=subject.path)


def _check_choices(fields: tuple[Field, ...]) -> None:
    for field in fields:
        names = [choice.name for choice in field.choices]
        if field.type == "select_one" and not names:
            raise not_a_form("no_choices", "offers no choices", field=field.path)
        if "" in names or len(set(names)) < len(names):
            raise not_a_form("twice", "offers a choice twice, or one without a name", field=field.path)


def _check_nodes(fields: tuple[Field, ...], known: set[str]) -> None:
    for field in fields:
        if field.path not in known:
            raise not_a_form("no_such_node", "has no place in the answer", field=field.path)
