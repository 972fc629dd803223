"""Settings: read once, checked whole, and everything wrong said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import SETTINGS, Unsettled
from bot.settings import Settings, Smtp, master_secret, read_settings

ROOT = Path(__file__).parents[1]
SECRET = "5a" * 32
MAIL = {
    "DAYZERO_SMTP_HOST": "smtp.example.org",
    "DAYZERO_ORGANISER": "safeguarding@example.org",
}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(Unsettled) as unsettled:
        read_settings(environ)
    return unsettled.value.problems


def at(home: Path, **more: str) -> Settings:
    return read_settings({"DAYZERO_HOME": str(home), **more})


def test_nothing_has_to_be_set() -> None:
    settings = read_settings({})

    home = Path(".dayzero").resolve()
    assert settings == Settings(
        home=home,
        database_url=f"sqlite:///{home}/dayzero.sqlite3",
        secret=None,
        host="127.0.0.1",
        port=8731,
        base_url="http://127.0.0.1:8731",
        organiser="dayzero@example.org",
        smtp=None,
        announced_holidays=None,
        procedures=None,
        retention_days=None,
        log_level="INFO",
        engine="embedded",
    )
    assert settings.database_file == home / "dayzero.sqlite3"
    assert settings.mail_folder == home / "mail"


def test_everything_can_be_set(tmp_path: Path) -> None:
    holidays = tmp_path / "holidays.toml"
    holidays.touch()

    settings = read_settings(
        {
            "DAYZERO_HOME": str(tmp_path),
            "DAYZERO_DATABASE_URL": "postgresql://dayzero@db.example.org/dayzero",
            "DAYZERO_SECRET": SECRET,
            "DAYZERO_HOST": "0.0.0.0",  # noqa: S104 - only read
            "DAYZERO_PORT": "80",
            "DAYZERO_BASE_URL": "https://dayzero.example.org/",
            "DAYZERO_SMTP_PORT": "25",
            "DAYZERO_SMTP_USER": "dayzero",
            "DAYZERO_SMTP_PASSWORD": "correct horse",
            "DAYZERO_SMTP_STARTTLS": "Yes",
            "DAYZERO_ANNOUNCED_HOLIDAYS": str(holidays),
            "DAYZERO_PROCEDURES": str(tmp_path),
            "DAYZERO_RETENTION_DAYS": "2555",
            "DAYZERO_LOG_LEVEL": "warning",
            "DAYZERO_ENGINE": "embedded",
            **MAIL,
        }
    )

    database = "postgresql+psycopg://dayzero@db.example.org/dayzero"
    assert settings.database_url == database
    assert settings.database_file is None
    assert settings.secret == bytes.fromhex(SECRET)
    assert settings.base_url == "https://dayzero.example.org"
    assert settings.smtp == Smtp(
        "smtp.example.org", 25, "dayzero", "correct horse", starttls=True
    )
    assert settings.log_level == "WARNING"
    assert settings.announced_holidays == holidays
    assert settings.procedures == tmp_path
    assert settings.retention_days == 2555


@pytest.mark.parametrize(
    "days", ["0", "-1", "seven", "36526", "1.5", "\u0667", "9" * 5000]
)
def test_a_time_to_keep_things_is_a_number_of_days(days: str) -> None:
    (said,) = problems({"DAYZERO_RETENTION_DAYS": days})

    assert "DAYZERO_RETENTION_DAYS must be a number of days from 1 to 36525" in said


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////var/lib/dayzero/record.db", Path("/var/lib/dayzero/record.db")),
        ("sqlite:///record.db", Path("record.db").resolve()),
    ],
)
def test_a_database_file_is_found_from_where_we_stand(url: str, file: Path) -> None:
    settings = read_settings({"DAYZERO_DATABASE_URL": url})

    assert settings.database_file == file
    assert settings.database_url == f"sqlite:///{file}"


def test_white_space_is_not_a_setting() -> None:
    assert read_settings({"DAYZERO_PORT": " ", "DAYZERO_SECRET": ""}).port == 8731


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"DAYZERO_PORT": "eight"}, "DAYZERO_PORT must be a number from 1 to 65535."),
        ({"DAYZERO_PORT": "0"}, "DAYZERO_PORT must be a number"),
        ({"DAYZERO_PORT": "65536"}, "DAYZERO_PORT must be a number"),
        ({"DAYZERO_PORT": "9" * 5000}, "DAYZERO_PORT must be a number"),
        ({"DAYZERO_PORT": "²"}, "DAYZERO_PORT must be a number"),
        ({"DAYZERO_SECRET": "abc"}, "DAYZERO_SECRET must be 64 hexadecimal"),
        ({"DAYZERO_DATABASE_URL": "mysql://x"}, "DAYZERO_DATABASE_URL must begin"),
        ({"DAYZERO_DATABASE_URL": "sqlite://"}, "DAYZERO_DATABASE_URL must begin"),
        ({"DAYZERO_HOST": "192.0.2.1"}, "DAYZERO_BASE_URL is needed"),
        ({"DAYZERO_BASE_URL": "javascript:x"}, "DAYZERO_BASE_URL must be an address"),
        ({"DAYZERO_ORGANISER": "A <a@b.org>"}, "DAYZERO_ORGANISER must be an e-mail"),
        ({"DAYZERO_SMTP_HOST": "s"}, "DAYZERO_ORGANISER is needed"),
        (
            {"DAYZERO_SMTP_USER": "d", "DAYZERO_SMTP_PASSWORD": "p"},
            "DAYZERO_SMTP_HOST is needed",
        ),
        ({**MAIL, "DAYZERO_SMTP_USER": "d"}, "DAYZERO_SMTP_PASSWORD is needed"),
        ({**MAIL, "DAYZERO_SMTP_PASSWORD": "p"}, "DAYZERO_SMTP_USER is needed"),
        (
            {
                **MAIL,
                "DAYZERO_SMTP_USER": "d",
                "DAYZERO_SMTP_PASSWORD": "p",
                "DAYZERO_SMTP_STARTTLS": "no",
            },
            "DAYZERO_SMTP_STARTTLS must be yes",
        ),
        ({"DAYZERO_SMTP_STARTTLS": "maybe"}, "must be yes or no"),
        ({"DAYZERO_LOG_LEVEL": "loud"}, "must be DEBUG, INFO, WARNING or ERROR"),
        ({"DAYZERO_ENGINE": "steam"}, "DAYZERO_ENGINE must be embedded"),
        ({"DAYZERO_PROCEDURES": "/nowhere"}, "must name a folder that is there"),
        ({"DAYZERO_ANNOUNCED_HOLIDAYS": "/nowhere"}, "must name a file that is there"),
        ({"DAYZERO_SMPT_HOST": "s"}, "Was DAYZERO_SMTP_HOST meant?"),
        ({"DAYZERO_SECRET_FILE": "/nowhere"}, "DAYZERO_SECRET cannot be read from"),
        (
            {"DAYZERO_SECRET": SECRET, "DAYZERO_SECRET_FILE": "/nowhere"},
            "DAYZERO_SECRET is set, and so is DAYZERO_SECRET_FILE",
        ),
    ],
)
def test_what_is_wrong_is_said_once_and_plainly(
    environ: dict[str, str], said: str
) -> None:
    (problem,) = problems(environ)

    assert said in problem


def test_everything_wrong_is_said_at_once_with_what_it_is_for_and_an_example() -> None:
    wrong = {"DAYZERO_PORT": "x", "DAYZERO_LOG_LEVEL": "x", "DAYZERO_ENGINE": "x"}

    said = problems(wrong)

    assert len(said) == 3
    assert said[0] == (
        "DAYZERO_PORT must be a number from 1 to 65535. "
        "The port the web page listens on. For example: 8731"
    )


def test_a_refusal_to_start_repeats_no_secret() -> None:
    said = problems({"DAYZERO_SECRET": "hunter2", "DAYZERO_DATABASE_URL": "hunter2"})

    assert "hunter2" not in "".join(said)


def test_settings_shown_show_no_secret() -> None:
    settings = read_settings(
        {
            "DAYZERO_SECRET": SECRET,
            "DAYZERO_DATABASE_URL": "postgresql://dayzero:hunter2@db.example.org/d",
            "DAYZERO_SMTP_USER": "dayzero",
            "DAYZERO_SMTP_PASSWORD": "hunter2",
            **MAIL,
        }
    )

    assert "hunter2" not in repr(settings)
    assert repr(bytes.fromhex(SECRET)) not in repr(settings)


def test_a_secret_can_be_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "master"
    file.write_text(f"{SECRET}\n")

    settings = read_settings({"DAYZERO_SECRET_FILE": str(file)})

    assert settings.secret == bytes.fromhex(SECRET)


def test_a_setting_of_the_tests_is_no_slip() -> None:
    assert read_settings({"DAYZERO_TEST_DATABASE_URL": "x", "OTHER": "y"}).port == 8731


def test_the_address_of_the_page_follows_the_port() -> None:
    settings = read_settings({"DAYZERO_PORT": "9000", "DAYZERO_HOST": "::1"})

    assert settings.base_url == "http://[::1]:9000"


def test_reading_makes_nothing(tmp_path: Path) -> None:
    at(tmp_path / "home")

    assert list(tmp_path.iterdir()) == []


def test_the_first_run_makes_a_secret_that_stays(tmp_path: Path) -> None:
    settings = at(tmp_path / "home")

    made = master_secret(settings)

    assert len(made) == 32
    assert master_secret(settings) == made
    assert master_secret(at(tmp_path / "other")) != made


def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    settings = at(tmp_path / "home")

    master_secret(settings)

    assert settings.secret_file.stat().st_mode & 0o777 == 0o600
    assert settings.home.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in settings.home.iterdir()] == ["secret"]


def test_a_secret_that_was_given_is_used_and_none_is_made(tmp_path: Path) -> None:
    settings = at(tmp_path, DAYZERO_SECRET=SECRET)

    assert master_secret(settings) == bytes.fromhex(SECRET)
    assert not settings.secret_file.exists()


def test_a_lost_secret_is_not_replaced_beside_a_record(tmp_path: Path) -> None:
    settings = at(tmp_path)
    (tmp_path / "dayzero.sqlite3").write_bytes(b"a record")

    with pytest.raises(Unsettled, match="Put back the one from your backup"):
        master_secret(settings)
    assert not settings.secret_file.exists()


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (SECRET, 0o644, "chmod 600"),
        ("half a sec", 0o600, "does not hold a master secret"),
        ("", 0o600, "does not hold a master secret"),
    ],
)
def test_a_secret_open_to_others_or_damaged_is_refused(
    tmp_path: Path, content: str, mode: int, said: str
) -> None:
    settings = at(tmp_path)
    settings.secret_file.write_text(content)
    settings.secret_file.chmod(mode)

    with pytest.raises(Unsettled, match=said):
        master_secret(settings)


def test_the_example_explains_every_setting_as_the_program_does() -> None:
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    paragraphs = example.split("\n\n")[1:]

    assert len(paragraphs) == len(SETTINGS)
    for setting, paragraph in zip(SETTINGS.values(), paragraphs, strict=True):
        first, *_, default, line = paragraph.strip().splitlines()
        assert first == f"# {setting.purpose}"
        assert default == f"# Default: {setting.default}"
        assert line.startswith(f"#{setting.name}=")
        assert (f"# Or {setting.name}_FILE." in paragraph) == setting.in_file
