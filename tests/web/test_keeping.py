"""A screening comes back whole from its code or its file, and nothing but a whole code is taken for one."""

from io import BytesIO
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.web.test_screening import STARTER, answer_all, begin, result
from wenye.feel.types import Boolean, Enum, encode
from wenye.library import library
from wenye.policy.model import Fact, Pack
from wenye.web.answers import Screening
from wenye.web.forms import Answer, answerable
from wenye.web.keeping import Unusable, code, found, opened

ASKED = [fact for fact in library().pack.facts.values() if answerable(fact)]


def values(fact: Fact) -> st.SearchStrategy[Answer]:
    """What may be answered, in integer form."""
    if isinstance(fact.type, Boolean):
        return st.sampled_from([True, False, None])
    if isinstance(fact.type, Enum):
        return st.sampled_from([None, *range(len(fact.type.values))])
    assert fact.domain is not None
    low, high = (encode(fact.type, end) for end in fact.domain)
    return st.one_of(st.none(), st.integers(low, high))


@st.composite
def screenings(draw: st.DrawFn) -> Screening:
    names = draw(st.lists(st.sampled_from(ASKED), unique_by=lambda fact: fact.id, max_size=40))
    wish = draw(st.sampled_from(["", *library().pack.purposes]))
    kept = Screening(draw(st.sampled_from(["person", "firm"])), want=wish)
    while names:
        page = [names.pop() for _ in range(min(len(names), draw(st.integers(1, 12))))]
        kept.answer({fact.id: draw(values(fact)) for fact in page})
    return kept


@given(screenings())
def test_every_answer_comes_back(kept: Screening) -> None:
    back = opened(code(kept, library().pack), library().pack)
    assert back.screening == kept
    assert back.lost == 0


@given(st.text(max_size=300) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=600))
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        opened(text, library().pack)


def kept_by(client: Client) -> str:
    """The code of a finished screening, as its page shows it."""
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", STARTER)
    return code(Screening(**client.session["check-firm"]), library().pack)


@pytest.mark.django_db
def test_a_code_is_read_however_it_was_copied(client: Client) -> None:
    text = kept_by(client)
    for copied in (text.lower(), text.replace("-", " "), f"\n{text[:30]}\n{text[30:]}\n", text.replace("-", "")):
        assert opened(copied, library().pack).screening.answers["jobs"] == 12


@pytest.mark.django_db
@pytest.mark.parametrize("part", [slice(None, -9), slice(9, None), slice(None, None, -1), slice(0)])
def test_half_a_code_is_not_taken_for_one(client: Client, part: slice) -> None:
    with pytest.raises(Unusable):
        opened(kept_by(client)[part], library().pack)


@pytest.mark.django_db
def test_what_a_later_pack_no_longer_knows_is_counted(client: Client) -> None:
    text, pack = kept_by(client), library().pack
    later = {name: fact for name, fact in pack.facts.items() if name != "jobs"}
    smaller = SimpleNamespace(facts=later, purposes=pack.purposes, benefits=pack.benefits)
    back = opened(text, cast(Pack, smaller))
    assert back.lost == 1
    assert "jobs" not in back.screening.answers
    assert "investment" in back.screening.answers


def test_no_two_ids_of_the_pack_share_a_key() -> None:
    from wenye.web.keeping import _key

    pack = library().pack
    for ids in (list(pack.facts), [*pack.purposes, *pack.benefits]):
        assert len({_key(name) for name in ids}) == len(ids)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["file", "code"])
def test_the_result_is_the_same_after_it_was_opened_again(client: Client, way: str) -> None:
    # given a result that was saved, and a browser that knows nothing
    text = kept_by(client)
    before = result(client).split("<main", 1)[1].split('<form method="post"', 1)[0]
    saved = client.get("/check/firm/save/").content
    fresh = Client()
    # when the file or the code is given
    file = BytesIO(saved)
    file.name = "政策查询结果-2019-11-20.html"
    sent = {"file": file} if way == "file" else {"code": text}
    response = fresh.post("/check/open/", sent)
    # then the same result is there
    assert response.headers["Location"] == "/check/firm/result/"
    assert result(fresh).split("<main", 1)[1].split('<form method="post"', 1)[0] == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请选择保存过的文件，或者填写代码"),
        ({"code": "  "}, "请选择保存过的文件，或者填写代码"),
        ({"code": "不是代码"}, "这里面没有完整的代码"),
        ({"code": "A" * 5000}, "这里面没有完整的代码"),
        ({"file": b"\x00\xff" * 400}, "这里面没有完整的代码"),
        ({"file": b"x" * (1024 * 1024 + 1)}, "文件超过 1 MB"),
    ],
)
def test_what_cannot_be_opened_is_told_with_what_to_do(client: Client, sent: dict[str, object], said: str) -> None:
    given = {name: BytesIO(value) if isinstance(value, bytes) else value for name, value in sent.items()}
    page = client.post("/check/open/", given).content.decode()
    assert said in page
    assert 'role="alert"' in page
    assert "有误：" in page


def test_the_code_is_found_in_a_saved_page() -> None:
    assert found('<p class="code" id="code">ABCDE-FGH</p>') == "ABCDE-FGH"
    assert found("ABCDE-FGH") == "ABCDE-FGH"
