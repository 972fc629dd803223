"""Every kind of request that Teams is known to make, to be answered at once."""

from __future__ import annotations

from typing import Any, Final

from tests.teams.fake_things import Conversation, User

Asked = tuple[str, Any]

_THEME: Final = {"theme": "default"}
_EXECUTE: Final = "Action.Execute"


def invokes(by: User, channel: Conversation) -> dict[str, Asked]:
    """Give all of them, by what they are called: a name and what comes with it."""
    return {
        **_of_cards(),
        **_of_dialogs(),
        **_of_extensions(channel),
        **_of_tabs_and_settings(),
        **_of_signing_in(),
        **_of_files_and_others(by),
    }


def _of_cards() -> dict[str, Asked]:
    named = "adaptiveCard/action"
    press: dict[str, Any] = {"type": _EXECUTE, "verb": "press", "data": {"act": []}}
    bare = {"type": _EXECUTE, "verb": "press"}
    refresh = {
        "type": _EXECUTE,
        "verb": "refresh",
        "data": {"act": ["nowhere", "refresh", "WVX-2026-001"], "key": "none"},
    }
    return {
        "Execute": (named, {"action": press, "trigger": "manual"}),
        "Execute without data": (named, {"action": bare, "trigger": "manual"}),
        "Execute without a trigger": (named, {"action": press}),
        "Execute with the data of another app": (
            named,
            {"action": press | {"data": {"act": "x", "meta": 1}}, "trigger": "manual"},
        ),
        "Execute with null data": (named, {"action": press | {"data": None}}),
        "Execute with data that is a text": (named, {"action": press | {"data": "x"}}),
        "Execute of a verb that is new": (named, {"action": press | {"verb": "new"}}),
        "refresh by itself": (named, {"action": refresh, "trigger": "automatic"}),
        "refresh by hand": (named, {"action": refresh, "trigger": "manual"}),
        "refresh without data": (
            named,
            {"action": bare | {"verb": "refresh"}, "trigger": "automatic"},
        ),
        "Execute after signing in": (
            named,
            {
                "action": press,
                "trigger": "manual",
                "authentication": {"id": "1", "connectionName": "x", "token": "y"},
            },
        ),
        "Execute with a state": (named, {"action": press, "state": "123456"}),
        "Execute of nothing": (named, {}),
        "actionable card": (
            "actionableMessage/executeAction",
            {"body": "{}", "actionId": "1"},
        ),
    }


def _of_dialogs() -> dict[str, Asked]:
    data = {"act": ["nowhere", "sign", "WVX-2026-001/x"]}
    opening = {"data": {**data, "msteams": {"type": "task/fetch"}}, "context": _THEME}
    return {
        "task/fetch": ("task/fetch", opening),
        "task/fetch of a tab": (
            "task/fetch",
            {**opening, "tabContext": {"tabEntityId": "x"}},
        ),
        "task/fetch without data": ("task/fetch", {"context": _THEME}),
        "task/submit": ("task/submit", {"data": data, "context": _THEME}),
        "task/submit of a text": ("task/submit", {"data": "x"}),
        "task/submit without data": ("task/submit", {}),
        "message/fetchTask": (
            "message/fetchTask",
            {"data": {"actionName": "feedback"}},
        ),
    }


def _of_extensions(channel: Conversation) -> dict[str, Asked]:
    payload = {
        "id": "1609459200000",
        "body": {"contentType": "html", "content": "<div>Something</div>"},
        "from": {"user": None, "application": {"displayName": "Another"}},
        "conversation": {"id": channel.id},
        "attachments": [],
        "mentions": [],
    }
    action = {"commandId": "alert", "commandContext": "compose", "context": _THEME}
    query = {
        "commandId": "search",
        "parameters": [{"name": "initialRun", "value": "true"}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    named = "composeExtension/"
    return {
        "extension opened": (f"{named}fetchTask", action),
        "extension opened in the box": (
            f"{named}fetchTask",
            action | {"commandContext": "commandBox"},
        ),
        "extension opened on a message": (
            f"{named}fetchTask",
            action | {"commandContext": "message", "messagePayload": payload},
        ),
        "extension of another name": (f"{named}fetchTask", {"commandId": "another"}),
        "extension sent": (f"{named}submitAction", action | {"data": {}}),
        "extension sent after a preview": (
            f"{named}submitAction",
            action | {"botMessagePreviewAction": "send", "botActivityPreview": []},
        ),
        "extension asked": (f"{named}query", query),
        "extension asked of a link": (
            f"{named}queryLink",
            {"url": "https://example.org"},
        ),
        "extension asked of a link by nobody": (
            f"{named}anonymousQueryLink",
            {"url": "https://example.org"},
        ),
        "extension chosen from": (f"{named}selectItem", {"key": "value"}),
        "extension's settings asked": (f"{named}querySettingUrl", {"commandId": "x"}),
        "extension's settings": (f"{named}setting", {"state": "x"}),
        "extension's card pressed": (f"{named}onCardButtonClicked", {"a": 1}),
    }


def _of_tabs_and_settings() -> dict[str, Asked]:
    return {
        "tab/fetch": ("tab/fetch", {"tabContext": {"tabEntityId": "x"}}),
        "tab/submit": ("tab/submit", {"data": {"type": "tab/submit"}}),
        "config/fetch": ("config/fetch", {"data": {}}),
        "config/submit": ("config/submit", {"data": {"a": 1}}),
        "search": (
            "application/search",
            {
                "kind": "search",
                "queryText": "w",
                "queryOptions": {"skip": 0, "top": 15},
                "dataset": "people",
            },
        ),
        "typeahead": (
            "application/search",
            {"kind": "typeahead", "queryText": "", "dataset": "people"},
        ),
    }


def _of_signing_in() -> dict[str, Asked]:
    return {
        "signin/verifyState": ("signin/verifyState", {"state": "123456"}),
        "signin/tokenExchange": (
            "signin/tokenExchange",
            {"id": "1", "connectionName": "x", "token": "y"},
        ),
        "signin/failure": (
            "signin/failure",
            {"code": "resourcematchfailed", "message": "no"},
        ),
    }


def _of_files_and_others(by: User) -> dict[str, Asked]:
    consent = {
        "type": "fileUpload",
        "action": "decline",
        "context": {"name": "a.txt"},
        "uploadInfo": None,
    }
    feedback = {
        "actionName": "feedback",
        "actionValue": {"reaction": "like", "feedback": "{}"},
    }
    return {
        "fileConsent declined": ("fileConsent/invoke", consent),
        "fileConsent accepted": ("fileConsent/invoke", consent | {"action": "accept"}),
        "feedback": ("message/submitAction", feedback),
        "suggested action": ("suggestedActions/submit", {"data": {"a": 1}}),
        "handoff/action": ("handoff/action", {"continuation": "x"}),
        "tool called": ("mcp/callTool", {"name": "x", "arguments": {}}),
        "custom": ("application/vnd.example.new", [by.aad]),
        "value that is a number": ("task/fetch", 7),
    }
