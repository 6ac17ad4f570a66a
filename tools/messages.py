"""Keeps the texts on screen translated: `python -m tools.messages update|compile|check`.

`update` adds to each app's zh_Hans catalogue what its code and templates ask for (empty, to be filled in) and
marks as obsolete what nothing asks for any more. `compile` writes the .mo files: zh_Hant is made from zh_Hans
by OpenCC and a zh_Hant catalogue, where one exists, overrides it. `check` lists what is not translated.
Nothing here needs GNU gettext.
"""

import sys
from pathlib import Path

import polib

from tools.msgids import ROOT, Msgid, asked_for

SOURCE = ROOT / "src" / "xiangyun"
FALLBACK = SOURCE / "web" / "shared"


def catalogue_of(path: Path) -> Path:
    """The zh_Hans catalogue of the Django app that a file is in; the shared pages' when it is in none."""
    for folder in path.parents:
        if (folder / "apps.py").exists() and SOURCE in folder.parents:
            return folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    return FALLBACK / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def catalogues(language: str) -> list[Path]:
    """All catalogues of one language in the package."""
    return sorted(SOURCE.rglob(f"locale/{language}/LC_MESSAGES/*.po"))


def translated() -> dict[tuple[str | None, str], bool]:
    """(context, msgid) of every entry of every zh_Hans catalogue, and whether it is completely translated."""
    found: dict[tuple[str | None, str], bool] = {}
    for path in catalogues("zh_Hans"):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                key = (entry.msgctxt, entry.msgid)
                found[key] = found.get(key, False) or is_complete(entry)
    return found


def is_complete(entry: polib.POEntry) -> bool:
    """A text in Chinese, not marked as a guess; Chinese has one plural form."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return bool(texts) and all(texts) and not entry.fuzzy


def problems() -> list[str]:
    """One line for each text that a reader of Chinese would see in English, with where it is asked for."""
    known = translated()
    missing = [
        f"{text.where}: {text.msgid!r} has no translation in {place}"
        for text in asked_for()
        for place in [catalogue_of(ROOT / text.file).relative_to(ROOT)]
        if not known.get((text.context, text.msgid))
    ]
    empty = [
        f"{path.relative_to(ROOT)}:{entry.linenum}: {entry.msgid!r} is not translated"
        for path in catalogues("zh_Hans")
        for entry in polib.pofile(str(path))
        if not entry.obsolete and not is_complete(entry)
    ]
    return sorted(set(missing)) + empty


def update() -> None:
    """Brings the zh_Hans catalogues up to date; translations that exist elsewhere stay there."""
    known = set(translated())
    wanted = {(text.context, text.msgid): text for text in asked_for()}
    for text in wanted.values():
        if (text.context, text.msgid) not in known:
            _add(catalogue_of(ROOT / text.file), text)
    for path in catalogues("zh_Hans"):
        catalogue = polib.pofile(str(path), wrapwidth=110)
        for entry in catalogue:
            entry.obsolete = (entry.msgctxt, entry.msgid) not in wanted
        catalogue.save()


def _add(path: Path, text: Msgid) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    plural = {"msgid_plural": text.plural, "msgstr_plural": {0: ""}} if text.plural else {}
    catalogue.append(polib.POEntry(msgid=text.msgid, msgctxt=text.context, occurrences=[(text.file, "")], **plural))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def compile_all() -> None:
    """Writes the .mo files beside the catalogues, those of zh_Hant included."""
    for path in catalogues("zh_Hans"):
        simplified = polib.pofile(str(path))
        simplified.save_as_mofile(str(path.with_suffix(".mo")))
        _compile_traditional(path, simplified)


def _compile_traditional(path: Path, catalogue: polib.POFile) -> None:
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    target = Path(str(path).replace("/zh_Hans/", "/zh_Hant/"))
    own = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(target))} if target.exists() else {}
    catalogue.metadata["Language"] = "zh_Hant"
    for entry in catalogue:
        better = own.get((entry.msgctxt, entry.msgid))
        entry.msgstr = better.msgstr if better else convert(entry.msgstr)
        entry.msgstr_plural = {n: convert(text) for n, text in entry.msgstr_plural.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(target.with_suffix(".mo")))


def check() -> int:
    """Prints the problems; 1 when there are any."""
    found = problems()
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Runs one command; 2 when it is none."""
    match arguments:
        case ["update"]:
            update()
            return check()
        case ["compile"]:
            compile_all()
            return 0
        case ["check"]:
            return check()
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
