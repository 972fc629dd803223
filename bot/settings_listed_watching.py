"""The settings of whatever watches over the bot."""

from __future__ import annotations

from typing import Final

from bot.setting import Setting

OF_WATCHING: Final = (
    Setting(
        "DAYZERO_OPERATOR",
        "The e-mail address of whoever runs this: told when the bot is in trouble.",
        "it-on-call@example.org",
        "none: nobody is told",
    ),
    Setting(
        "DAYZERO_HEARTBEAT_URL",
        "An address asked for every minute while all is well; silence is the alarm.",
        "https://heartbeat.example.org/a-long-name",
        "none",
        in_file=True,
    ),
    Setting(
        "DAYZERO_METRICS",
        "Who may read /metrics: yes for all, local for this machine, or no for nobody.",
        "yes",
        "local",
    ),
    Setting(
        "DAYZERO_TRACES_URL",
        "Where traces are sent by OTLP over HTTP; it needs the extra traces.",
        "https://collector.example.org/v1/traces",
        "none",
        in_file=True,
    ),
)
