"""Nothing a person typed reaches a log through a library, or through a fall."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog
from sqlalchemy import create_engine, text

from bot import logs
from tests.log_lines import CHILD, Written, caught, fall


@pytest.fixture
def written() -> Iterator[Written]:
    with caught() as lines:
        yield lines


@pytest.mark.parametrize(
    "say",
    [
        lambda log: log.warning(f"parameters: {CHILD}"),  # noqa: G004 - it happens
        lambda log: log.warning("parameters: %s", CHILD),
        lambda log: log.warning("%(child)s", {"child": CHILD}),
        lambda log: log.warning("ill made %d %d", CHILD),  # noqa: PLE1206 - it happens
        lambda log: log.warning(ValueError(CHILD)),
        lambda log: log.log(35, CHILD, extra={"child": CHILD}, stack_info=True),
    ],
    ids=["in it", "beside it", "by name", "ill made", "an error", "extra"],
)
@pytest.mark.parametrize(
    "library",
    ["sqlalchemy.engine.Engine", "uvicorn.error", "uvicorn.access", "alembic", CHILD],
)
def test_what_a_library_says_is_the_library_and_the_place(
    written: Written, library: str, say: Callable[[logging.Logger], None]
) -> None:
    logs.configure("INFO", written)  # again: pytest has added its own since

    say(logging.getLogger(library))

    line = written.line()
    assert line["event"] == "library.said"
    assert "test_logs_of_libraries:" in line["at"]
    assert written.names_nobody()


def test_an_error_a_library_logs_is_its_kind(written: Written) -> None:
    try:
        fall(RuntimeError(CHILD))
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")

    line = written.line()
    assert (line["event"], line["problem_kind"]) == (
        "server.request-failed",
        "RuntimeError",
    )
    assert written.names_nobody()


@pytest.mark.parametrize(
    ("method", "said"), [("POST", "POST"), (f"{CHILD}", "OTHER")], ids=["post", "odd"]
)
def test_a_request_is_its_method_and_its_answer(
    written: Written, method: str, said: str
) -> None:
    path = f"/{CHILD}?child={CHILD}"
    logging.getLogger("uvicorn.access").info(
        '%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", method, path, "1.1", 303
    )

    line = written.line()
    assert (line["event"], line["method"], line["status"]) == (
        "http.request",
        said,
        303,
    )
    assert written.names_nobody()


def test_what_is_less_than_asked_for_is_not_written(written: Written) -> None:
    structlog.get_logger().debug("tick.done")
    logging.getLogger("sqlalchemy.engine").debug(CHILD)

    assert written.getvalue() == ""


def test_a_library_that_set_up_its_own_lines_is_taken_over(written: Written) -> None:
    theirs = Written()
    library = logging.getLogger("pytest.server")
    library.addHandler(logging.StreamHandler(theirs))
    library.propagate = False

    logs.configure("INFO", written)
    library.warning(CHILD)

    assert theirs.getvalue() == ""
    assert written.line()["logger"] == "pytest"


def test_a_database_asked_to_echo_echoes_no_parameters(
    written: Written, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = create_engine("sqlite://", echo=True)

    with engine.connect() as connection:
        connection.execute(text("select :child"), {"child": CHILD})
    engine.dispose()

    assert not written.lines()
    assert written.names_nobody()
    assert capfd.readouterr() == ("", "")


def test_a_warning_is_the_place_it_came_from(written: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logs.configure("INFO", written)
        warnings.warn(CHILD, stacklevel=1)

    assert written.line()["event"] == "library.said"
    assert written.names_nobody()


def test_a_fall_of_the_program_or_a_thread_names_nobody(
    written: Written, capfd: pytest.CaptureFixture[str]
) -> None:
    class Falling:
        def __del__(self) -> None:
            raise KeyError(CHILD)

    thread = threading.Thread(target=fall, args=[ValueError(CHILD)], name=CHILD)
    thread.start()
    thread.join()
    falling: Falling | None = Falling()
    del falling
    sys.excepthook(ValueError, ValueError(CHILD), None)

    events = [line["event"] for line in written.lines()]
    assert events == ["thread.fell", "object.fell", "program.fell"]
    assert written.names_nobody()
    assert capfd.readouterr().err == ""


def test_a_stream_that_cannot_be_written_to_does_not_print_the_record(
    written: Written, capfd: pytest.CaptureFixture[str]
) -> None:
    written.close()

    logging.getLogger("alembic").warning(CHILD)

    assert capfd.readouterr().err == ""
