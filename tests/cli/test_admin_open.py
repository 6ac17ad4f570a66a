"""The first administrator of a site, and the sample one's code, from the command line."""

import io
import re

import pytest

from tests.cast import OPENED, Cast
from tests.hiring import SECRET, equip
from xiangyun import cli
from xiangyun.cli.demo.second import second_factor_text
from xiangyun.core.clock import real_now
from xiangyun.people.factors.totp import step_of
from xiangyun.people.models import Account, Tenure
from xiangyun.units.models import ListEdition, ListRow

GOOD = "Spring-Rain-2020"


@pytest.fixture
def listed(cast: Cast) -> Cast:
    """The city has the code 4304 in a list."""
    edition = ListEdition.objects.create(publisher="stats", as_of=OPENED, opens_on=OPENED, digest="d")
    ListRow.objects.create(edition=edition, unit=cast.units["city"], code="4304", name="city", level=2)
    return cast


def open_admin(monkeypatch: pytest.MonkeyPatch, name: str, password: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return cli.main(["admin", "open", name, "--person", "张三", "--unit", "4304"])


def test_the_first_administrator(
    listed: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert open_admin(monkeypatch, "chief", GOOD) == 0
    tenure = Tenure.objects.get(account__username="chief")
    assert (tenure.role, tenure.unit, tenure.account.password_set_at) == ("admin", listed.units["city"], None)
    assert tenure.account.check_password(GOOD)
    assert [open_admin(monkeypatch, "chief", GOOD), open_admin(monkeypatch, "second", "short")] == [2, 2]
    assert "username_taken" in capsys.readouterr().err
    assert not Account.objects.filter(username="second").exists()


def test_the_samples_code_is_printed_for_a_sample_only(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    account = cast.tenures["admin"].account
    assert (second_factor_text(), cli.main(["demo", "code"])) == ([], 2)
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    assert cli.main(["demo", "code"]) == 0
    code = capsys.readouterr().out.strip()
    assert step_of(SECRET, code, real_now()) is not None
    assert re.search(rf"\b{SECRET}$", "\n".join(second_factor_text()), re.M)


def test_a_secret_sealed_with_another_key_is_not_printed(cast: Cast, settings: object) -> None:
    account = cast.tenures["village"].account
    equip(account)
    Account.objects.filter(username="admin").update(is_sample=True)
    settings.SECRET_KEY = "another key, as long as it has to be for a site"  # type: ignore[attr-defined]
    assert (second_factor_text(), cli.main(["demo", "code"])) == ([], 2)
