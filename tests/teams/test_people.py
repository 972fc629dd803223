"""Who an account in Teams is: by the rosters alone, and nobody whom none names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.store import Store, accounts
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import User
from tests.teams.outgoing import Outgoing

WESSEX = "wessex-vale"


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        yield made


def whose(out: Outgoing, user: User, tenant: str = "") -> list[tuple[str, str]]:
    found = out.people.who(tenant or user.tenant, user.aad)
    return [(one.partnership, one.person) for one in found]


def test_somebody_is_who_the_roster_names_by_their_id(
    out: Outgoing, amina: User
) -> None:
    of = out.name({"amina": amina})
    assert whose(out, amina) == [(of.partnership, "amina")]
    assert whose(out, amina) == [(of.partnership, "amina")]


def test_ids_may_be_written_with_great_letters_and_small(
    out: Outgoing, amina: User
) -> None:
    of = out.name({"amina": replace(amina, aad=amina.aad.upper())})
    found = out.people.who(out.ms.home.upper(), amina.aad.swapcase())
    assert [one.person for one in found] == ["amina"]
    kept = out.account(of.partnership, "amina")
    assert kept is not None
    assert (kept.tenant, kept.account) == (out.ms.home, amina.aad)


def test_a_stranger_is_nobody_whatever_they_are_called(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    out.name({"amina": amina})
    double = ms.user("Amina Yusuf", "amina.yusuf@example.org", aad="another-id")
    assert not whose(out, double)
    assert not out.people.who("", amina.aad)
    assert not out.people.who(ms.home, "")


def test_the_same_id_in_another_organisation_is_nobody(
    out: Outgoing, amina: User
) -> None:
    out.name({"amina": amina})
    assert not whose(out, amina, "another-organisation")


def test_somebody_of_another_organisation_is_named_with_it(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    elsewhere = ms.new_guid("the tenant of the police")
    bo = ms.user("Tom Okafor", tenant=elsewhere)
    of = out.name({"tom": replace(bo, aad=f"{elsewhere.upper()}/{bo.aad}")})
    assert whose(out, bo) == [(of.partnership, "tom")]
    assert not out.people.who(ms.home, bo.aad)


def test_a_partnership_may_work_in_an_organisation_of_its_own(
    out: Outgoing, amina: User
) -> None:
    of = out.name({"amina": amina}, tenants={"teams": "Their-Own"})
    assert out.people.organisation(of.partnership) == "their-own"
    assert whose(out, amina, "their-own") == [(of.partnership, "amina")]
    assert not whose(out, amina)


def test_an_account_may_be_somebody_in_two_partnerships(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    of = out.name({"amina": amina})
    out.references.note(
        {"from": {"id": amina.mri, "aadObjectId": amina.aad, "tenantId": ms.home},
         "serviceUrl": ms.service_url(),
         "conversation": {"id": "a:1", "conversationType": "personal"}},
        out.people.who(ms.home, amina.aad),
    )  # fmt: skip
    out.write(replace(of, partnership="another", prefix="ANO"))
    both = whose(out, amina)
    assert both == [("another", "amina"), (of.partnership, "amina")]
    assert out.places.reaches("another", "amina")


def test_who_is_taken_off_the_roster_is_nobody_at_once(
    out: Outgoing, amina: User
) -> None:
    of = out.name({"amina": amina})
    assert whose(out, amina)
    out.name({})
    assert not whose(out, amina)
    assert not out.places.reaches(of.partnership, "amina")
    assert out.people.account(of.partnership, "amina") is None


def test_who_takes_over_an_account_is_reached_where_it_is(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    of = out.name({"amina": amina})
    account = out.people.account(of.partnership, "amina")
    assert account is not None
    out.references.opened(account, "a:1", ms.service_url())
    out.name({"tom": amina})
    assert whose(out, amina) == [(of.partnership, "tom")]
    assert out.places.reaches(of.partnership, "tom")
    assert not out.places.reaches(of.partnership, "amina")


def test_learning_forgets_whom_no_roster_names(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    of = out.name({"amina": amina, "tom": ms.user("Tom Okafor")})
    out.people.learn()
    out.name({"amina": amina})
    out.people.learn()
    with out.store.reading() as tx:
        kept = accounts.of_partnership(tx, "teams", of.partnership)
    assert [one.person for one in kept] == ["amina"]


def test_an_organisation_is_served_if_anybody_of_it_can_be_on_a_roster(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    serves = out.people.serves
    assert serves(ms.home)
    assert serves(ms.home.upper())
    assert not serves("")
    assert not serves("their-own")
    named = replace(amina, aad=f"Of-The-Police/{amina.aad}")
    out.name({"amina": named}, tenants={"teams": "their-own"})
    assert serves("their-own")
    assert serves("OF-THE-POLICE")
    assert not serves("another")
    assert serves(ms.home)


def test_a_roster_lists_whom_it_names_and_whom_it_does_not(
    out: Outgoing, amina: User
) -> None:
    of = out.name({"amina": amina})
    assert [one.person.id for one in out.people.named(of.partnership)] == ["amina"]
    unnamed = out.people.unnamed(of.partnership)
    assert len(unnamed) == len(of.people) - 1


def test_a_partnership_without_a_roster_has_nobody(out: Outgoing) -> None:
    assert not out.people.named("nobodys")
    assert not out.people.unnamed("nobodys")
    assert not out.people.organisation("nobodys")
    assert not out.people.channel("nobodys")
    assert out.people.account("nobodys", "amina") is None
    assert not out.people.partnerships()


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """Note all that is asked of the record for a while."""
    said: list[str] = []

    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(said.append)

    event.listen(store.engine, "checkout", listen)
    yield said
    event.remove(store.engine, "checkout", listen)


def test_a_press_and_a_delivery_ask_no_more_where_there_are_many_partnerships(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    of = out.name({"amina": amina})
    out.people.who(ms.home, amina.aad)
    counts = []
    for number in range(3):
        out.write(replace(of, partnership=f"beside-{number}", people=of.people[1:]))
        whose(out, amina)  # the first after a roster was written looks at them all
        with asked(out.store) as said:
            assert whose(out, amina) == [(of.partnership, "amina")]
            assert out.people.serves("elsewhere") is False
            out.references.reach(ms.home, "a:unheard-of")
        counts.append(len(said))
    assert len(set(counts)) == 1


def test_nothing_is_written_of_whom_it_knows(out: Outgoing, amina: User) -> None:
    of = out.name({"amina": amina})
    whose(out, amina)
    before = out.account(of.partnership, "amina")
    out.clock.now += timedelta(hours=1)
    whose(out, amina)
    assert out.account(of.partnership, "amina") == before
