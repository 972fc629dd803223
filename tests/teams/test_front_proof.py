"""Only what is proved to come from Teams is let in, and only from whom we serve."""

from __future__ import annotations

from typing import Any

import pytest

from bot.posted import MOST
from tests.teams.doors import (
    Bare,
    Door,
    a_microsoft,
    a_press,
    one,
)
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_keys import FORGERIES

# --- proof --------------------------------------------------------------------


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forgery_is_refused(door: Door, how: str) -> None:
    said = a_press(door.ms)

    answer = one(door.served(), door.ms, said, token=door.ms.forged(how))

    assert (answer.status_code, answer.content) == (401, b"")
    assert door.behind.taken == []


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "0da7e000-0000-4000-8000-00000000ffff"},
        {"aud": None},
        {"iss": "https://api.botframework.us"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"nbf": 9_000_000_000},
        {"iat": 9_000_000_000},
        {"serviceurl": "https://smba.trafficmanager.net/other"},
        {"serviceurl": None},
    ],
    ids=str,
)
def test_a_token_for_something_else_is_refused(
    door: Door, claims: dict[str, Any]
) -> None:
    said = a_press(door.ms)

    answer = one(
        door.served(), door.ms, said, token=door.ms.token(said["serviceUrl"], **claims)
    )

    assert answer.status_code == 401
    assert door.behind.taken == []


@pytest.mark.parametrize("given", ["", "Basic abc", "Bearer", "Bearer ", "x" * 5_000])
def test_without_a_token_nothing_is_read(door: Door, given: str) -> None:
    headers = {"Authorization": given} if given else {}

    answer = one(door.served(), door.ms, b"[" * 100_000, token="", **headers)

    assert answer.status_code == 401


def test_nothing_that_comes_with_a_forgery_is_read(door: Door) -> None:
    forged = door.ms.forged("another key by the name of a known one")

    answer = one(door.served(), door.ms, b" " * (MOST + 1), token=forged)

    assert answer.status_code == 401  # to find it too large, it would have been read


def test_a_token_nested_without_end_is_refused(door: Door) -> None:
    deep = "WwFb".replace("F", "f") + "W1tb" * 20_000

    assert one(door.served(), door.ms, {}, token=f"{deep}.{deep}.x").status_code == 401


def test_the_name_of_the_scheme_may_be_written_in_any_letters(door: Door) -> None:
    said = a_press(door.ms)
    token = door.ms.token(said["serviceUrl"])

    answer = one(
        door.served(), door.ms, said, token="", Authorization=f"bearer {token}"
    )

    assert answer.status_code == 200


def test_what_another_service_of_microsofts_signs_is_refused(door: Door) -> None:
    said = a_press(door.ms)
    agents = {
        "iss": f"{door.ms.url}/{door.ms.home}/v2.0",
        "tid": door.ms.home,
        "azp": "5a807f24-c9de-44ee-a3a7-329e88a00ffc",
    }
    before = len(door.ms.calls)

    answer = one(door.served(), door.ms, said, token=door.ms.token("", **agents))

    assert answer.status_code == 401
    assert len(door.ms.calls) == before, "and nobody is asked for its keys"


def test_microsofts_library_would_ask_for_those_keys() -> None:
    with a_microsoft() as ms:
        agents = {"iss": f"{ms.url}/{ms.home}/v2.0", "tid": ms.home}

        one(Bare(ms).served(), ms, a_press(ms), token=ms.token("", **agents))

        assert ms.calls == [], "it asks at an address that this Microsoft has not"


def test_a_key_signs_for_teams_only_where_it_is_endorsed_to(door: Door) -> None:
    elsewhere = a_press(door.ms, channelId="directline")

    assert one(door.served(), door.ms, elsewhere).status_code == 401
    assert one(Bare(door.ms).served(), door.ms, elsewhere).status_code == 200


@pytest.mark.parametrize("channel", [None, "", 7, "msteams"])
def test_nothing_hangs_on_what_the_platform_calls_itself(
    door: Door, channel: object
) -> None:
    said = a_press(door.ms, channelId=channel)

    assert one(door.served(), door.ms, said).status_code == 200


# --- which organisation, and which address -------------------------------------


@pytest.mark.parametrize("where", ["conversation", "channelData", "both"])
def test_an_organisation_that_is_not_served_is_not_let_in(
    door: Door, where: str
) -> None:
    said = a_press(door.ms)
    other = door.ms.new_guid("another council")
    if where != "channelData":
        said["conversation"]["tenantId"] = other
    if where != "conversation":
        said["channelData"]["tenant"]["id"] = other

    ours = one(door.served(), door.ms, said)
    bare = one(Bare(door.ms).served(), door.ms, said)

    assert (ours.status_code, ours.content) == (403, b"")
    assert door.behind.taken == []
    assert bare.status_code == 200, "which is what the library does"


def test_one_that_is_served_is_let_in(shared: FakeMicrosoft) -> None:
    other = shared.new_guid("a health body")
    door = Door(shared, guests=(other,))
    said = a_press(shared)
    said["conversation"]["tenantId"] = said["channelData"]["tenant"]["id"] = other

    assert one(door.served(), shared, said).status_code == 200


def test_what_says_no_organisation_is_not_let_in(door: Door) -> None:
    said = a_press(door.ms, channelData=None)
    del said["conversation"]["tenantId"]

    assert one(door.served(), door.ms, said).status_code == 403


def test_a_token_of_another_organisation_is_not_let_in(door: Door) -> None:
    said = a_press(door.ms)
    url = said["serviceUrl"]
    other = door.ms.token(url, tid=door.ms.new_guid("another council"))
    ours = door.ms.token(url, tid=door.ms.home)

    assert one(door.served(), door.ms, said, token=other).status_code == 403
    assert one(door.served(), door.ms, said, token=ours).status_code == 200


@pytest.mark.parametrize("url", [None, "", 7, ["https://x"], {}])
def test_what_names_no_address_is_refused(door: Door, url: object) -> None:
    said = a_press(door.ms, serviceUrl=url)

    answer = one(door.served(), door.ms, said, token=door.ms.token())

    assert answer.status_code == 401


def test_microsofts_library_would_let_it_in(shared: FakeMicrosoft) -> None:
    bare = Bare(shared)
    said = a_press(shared)
    token = shared.token("https://smba.trafficmanager.net/other")
    del said["serviceUrl"]

    answer = one(bare.served(), shared, said, token=token)

    assert bare.taken or answer.status_code == 500, "it looks at no address then"
