"""The pretended connector is as strict as the real one, or its tests prove nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.teams.asking import asks, calls, card, message
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_checks import MOST
from tests.teams.fake_things import APP_ID, Json, User

# --- the connector ------------------------------------------------------------------


def opens(ms: FakeMicrosoft, http: httpx.Client, user: User) -> httpx.Response:
    said = {
        "bot": {"id": f"28:{APP_ID}"},
        "members": [{"id": user.aad}],
        "tenantId": ms.home,
        "channelData": {"tenant": {"id": ms.home}},
        "isGroup": False,
    }
    return calls(ms, http, "POST", "conversations", json=said)


def test_somebody_who_has_the_app_can_be_written_to(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    opened = opens(ms, http, amina)

    assert opened.status_code == 201
    place = opened.json()["id"]
    at = f"conversations/{place}/activities"
    written = calls(ms, http, "POST", at, json=message())
    assert written.status_code == 201
    assert ms.posted(place)[0].id == written.json()["id"]


def test_somebody_without_the_app_cannot(ms: FakeMicrosoft, http: httpx.Client) -> None:
    opened = opens(ms, http, ms.user("Tom Hartley"))

    assert opened.status_code == 403
    assert opened.json()["error"]["code"] == "ForbiddenOperationException"


def test_whoever_took_the_app_away_cannot(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    place = ms.personal(amina)
    place.installed = False

    at = f"conversations/{place.id}/activities"
    refused = calls(ms, http, "POST", at, json=message())

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "BotNotInConversationRoster"


def test_a_group_is_not_begun_unless_it_may_be(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    said = {"isGroup": True, "members": [{"id": amina.mri}], "topicName": "WVX"}

    assert calls(ms, http, "POST", "conversations", json=said).status_code == 400
    ms.groups = True
    assert calls(ms, http, "POST", "conversations", json=said).status_code == 201


def test_a_thread_is_begun_in_a_channel(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    channel = ms.channel(ms.team("Wessex Vale", amina), "safeguarding")
    said = {
        "isGroup": True,
        "channelData": {"channel": {"id": channel.id}},
        "activity": message(),
    }

    told = calls(ms, http, "POST", "conversations", json=said).json()

    assert told["id"] == f"{channel.id};messageid={told['activityId']}"
    at = f"conversations/{told['id']}/activities"
    calls(ms, http, "POST", at, json=message("More"))
    threads = [m.thread for m in ms.posted(channel)]
    assert threads == [told["activityId"]] * 2


def test_a_message_is_changed_and_taken_back(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    at = f"conversations/{ms.personal(amina).id}/activities"
    name = calls(ms, http, "POST", at, json=message()).json()["id"]

    calls(ms, http, "PUT", f"{at}/{name}", json=message("Good evening"))

    (written,) = ms.posted(ms.personal(amina))
    assert written.text == "Good evening"
    assert [one["text"] for one in written.before] == ["Good morning"]
    calls(ms, http, "DELETE", f"{at}/{name}")
    assert not ms.posted(ms.personal(amina))
    gone = calls(ms, http, "PUT", f"{at}/{name}", json=message())
    assert gone.status_code == 404


def test_members_and_channels_are_listed(
    ms: FakeMicrosoft, http: httpx.Client, amina: User
) -> None:
    team = ms.team("Wessex Vale", amina, ms.user("Gil Guest", role="guest"))
    channel = ms.channel(team, "safeguarding")

    at = f"conversations/{channel.id}/pagedmembers"
    first = calls(ms, http, "GET", at, params={"pageSize": 1}).json()
    told = calls(ms, http, "GET", f"teams/{team.id}/conversations").json()

    assert [one["aadObjectId"] for one in first["members"]] == [amina.aad]
    assert first["continuationToken"]
    names = [one["name"] for one in told["conversations"]]
    assert names == [None, "safeguarding"]
    one = calls(ms, http, "GET", f"conversations/{channel.id}/members/{amina.mri}")
    assert one.json()["userRole"] == "user"
    assert calls(ms, http, "GET", f"teams/{team.id}").json()["name"] == "Wessex Vale"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"type": "message"}, 400),
        ({"text": "no type"}, 400),
        (message("x" * MOST), 413),
        ({"type": "message", "attachments": [{"contentType": "text/x"}]}, 400),
        (card(version="9.0"), 400),
        (card(refresh={"userIds": [str(n) for n in range(61)]}), 400),
        (card(), 201),
    ],
)
def test_what_teams_would_not_show_is_sent_back(
    ms: FakeMicrosoft, http: httpx.Client, amina: User, said: Json, status: int
) -> None:
    at = f"conversations/{ms.personal(amina).id}/activities"

    assert calls(ms, http, "POST", at, json=said).status_code == status


@pytest.mark.parametrize(
    ("kind", "more", "status"),
    [
        ("429", {"seconds": 7}, 429),
        ("500", {}, 500),
        ("500 after", {}, 500),
        ("error", {"error": "412 PreconditionFailed"}, 412),
        ("error", {"error": "502 BadGateway"}, 502),
    ],
)
def test_something_goes_wrong_when_it_is_told_to(
    ms: FakeMicrosoft,
    http: httpx.Client,
    amina: User,
    kind: Any,
    more: dict[str, Any],
    status: int,
) -> None:
    ms.fault(kind, "send", **more)
    at = f"conversations/{ms.personal(amina).id}/activities"

    failed = calls(ms, http, "POST", at, json=message())

    assert failed.status_code == status
    assert failed.headers.get("Retry-After") == ("7" if status == 429 else None)
    assert bool(ms.posted(ms.personal(amina))) == (kind == "500 after")
    assert calls(ms, http, "POST", at, json=message()).status_code == 201


@pytest.mark.parametrize("kind", ["drop", "drop after"])
def test_a_line_is_cut_when_it_is_told_to(
    ms: FakeMicrosoft, http: httpx.Client, amina: User, kind: Any
) -> None:
    ms.fault(kind, "send")
    at = f"conversations/{ms.personal(amina).id}/activities"

    with pytest.raises(httpx.TransportError):
        calls(ms, http, "POST", at, json=message())

    assert bool(ms.posted(ms.personal(amina))) == (kind == "drop after")


def test_both_regions_are_there(ms: FakeMicrosoft, http: httpx.Client) -> None:
    token = asks(ms, http).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    for at in ("/amer", "/emea", f"/uk/{ms.home}", "/teams"):
        assert http.get(f"{ms.url}{at}/v3/teams/x", headers=headers).status_code == 404

    assert ms.called("team")[0].service == f"{ms.url}/amer"
