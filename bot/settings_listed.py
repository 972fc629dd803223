"""Every setting there is, in the order in which whoever installs this reads them."""

from __future__ import annotations

from typing import Final

from bot.setting import Setting
from bot.settings_listed_calendars import OF_CALENDARS, OF_MAIL
from bot.settings_listed_teams import OF_TEAMS
from bot.settings_listed_watching import OF_WATCHING

PREFIX: Final = "DAYZERO_"

SETTINGS: Final = {
    setting.name.removeprefix(PREFIX).lower(): setting
    for setting in (
        Setting(
            "DAYZERO_HOME",
            "The folder that holds the database, the secret and the message files.",
            "/var/lib/dayzero",
            ".dayzero",
        ),
        Setting(
            "DAYZERO_DATABASE_URL",
            "Where the record is kept: an SQLite file, or PostgreSQL.",
            "postgresql://dayzero@db.example.org/dayzero",
            "a file in DAYZERO_HOME",
            in_file=True,
        ),
        Setting(
            "DAYZERO_SECRET",
            "The master secret, 64 hexadecimal characters: it unlocks each case's key.",
            "what 'openssl rand -hex 32' prints",
            "the file 'secret' in DAYZERO_HOME, made on the first run",
            in_file=True,
        ),
        Setting(
            "DAYZERO_HOST",
            "The address the web page listens on.",
            "0.0.0.0",  # noqa: S104 - an example, and what a container needs
            "127.0.0.1",
        ),
        Setting("DAYZERO_PORT", "The port the web page listens on.", "8731", "8731"),
        Setting(
            "DAYZERO_BASE_URL",
            "The address people reach the web page by; links begin with it.",
            "https://dayzero.example.org",
            "http://127.0.0.1:8731",
        ),
        Setting(
            "DAYZERO_ORGANISER",
            "The mailbox that e-mail and invitations come from, and answers go to.",
            "safeguarding@example.org",
            "dayzero@example.org, until a mail server is set",
        ),
        Setting(
            "DAYZERO_SMTP_HOST",
            "The mail server. Without one, each e-mail is a file in DAYZERO_HOME/mail.",
            "smtp.example.org",
            "none",
        ),
        Setting("DAYZERO_SMTP_PORT", "The mail server's port.", "587", "587"),
        Setting(
            "DAYZERO_SMTP_USER",
            "The name the mail server knows us by.",
            "dayzero",
            "none",
        ),
        Setting(
            "DAYZERO_SMTP_PASSWORD",
            "The password that goes with DAYZERO_SMTP_USER.",
            "a long one",
            "none",
            in_file=True,
        ),
        Setting(
            "DAYZERO_SMTP_STARTTLS",
            "Whether the mail server must encrypt the connection first: yes or no.",
            "yes",
            "yes",
        ),
        *OF_MAIL,
        *OF_CALENDARS,
        Setting(
            "DAYZERO_ANNOUNCED_HOLIDAYS",
            "A file of bank holidays announced since this version was made.",
            "/etc/dayzero/holidays.toml",
            "none",
        ),
        Setting(
            "DAYZERO_PROCEDURES",
            "A folder of procedure files to use in place of those that come with it.",
            "/etc/dayzero/procedures",
            "those that come with it",
        ),
        Setting(
            "DAYZERO_RETENTION_DAYS",
            "How many days to keep what people wrote, once a case is closed.",
            "2555",
            "none: nothing is erased until somebody says so",
        ),
        Setting(
            "DAYZERO_LOG_LEVEL",
            "How much is logged: DEBUG, INFO, WARNING or ERROR.",
            "INFO",
            "INFO",
        ),
        Setting(
            "DAYZERO_ENGINE",
            "What delivers: embedded for one process, fleet for several on PostgreSQL.",
            "fleet",
            "embedded",
        ),
        Setting(
            "SLACK_BOT_TOKEN",
            "The bot's token in the one Slack workspace it is for.",
            "xoxb-and-the-rest-of-it",
            "none: Slack is not used",
            in_file=True,
        ),
        Setting(
            "SLACK_SIGNING_SECRET",
            "What Slack signs with whatever it posts to /slack/events.",
            "32 characters, from the app's page Basic Information",
            "none",
            in_file=True,
        ),
        Setting(
            "SLACK_APP_TOKEN",
            "Opens a line to Slack from here, where Slack cannot reach this machine.",
            "xapp-and-the-rest-of-it",
            "none",
            in_file=True,
        ),
        Setting(
            "SLACK_API_URL",
            "Where Slack's own methods are called.",
            "https://slack.com/api/",
            "https://slack.com/api/",
        ),
        Setting(
            "SLACK_CLIENT_ID",
            "The app's id, when several workspaces install it for themselves.",
            "1234567890.9876543210",
            "none",
        ),
        Setting(
            "SLACK_CLIENT_SECRET",
            "The app's secret that goes with SLACK_CLIENT_ID.",
            "a long one",
            "none",
            in_file=True,
        ),
        *OF_TEAMS,
        *OF_WATCHING,
    )
}
"""Everything that can be set, by the name the program calls it."""
