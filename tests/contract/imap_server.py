"""A real Dovecot on this machine, with one mailbox, for letters to be read from."""

from __future__ import annotations

import datetime as dt
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK: Final = "127.0.0.1"
USER: Final = "replies"
PASSWORD: Final = "replies-are-read-here"
_PATIENCE: Final = 10.0
_SETTINGS: Final = """\
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
auth_mechanisms = plain login
ssl = yes
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""
_UNTIL_2_3: Final = """\
mail_location = maildir:{home}/mail
disable_plaintext_auth = no
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
ssl_dh =
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail
}}
"""
_SINCE_2_4: Final = """\
mail_driver = maildir
mail_path = {home}/mail
auth_allow_cleartext = yes
ssl_server_cert_file = {home}/certificate.pem
ssl_server_key_file = {home}/key.pem
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {home}/mail
  }}
}}
"""
_FIRST_LINES: Final = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
"""
_NEW: Final = (2, 4)
"""The version that began to write some settings otherwise."""


@dataclass(frozen=True)
class Mailbox:
    """A mailbox that is read by IMAP.

    Attributes:
        port: Where a line begins in the clear; it can be encrypted by STARTTLS.
        tls: Where it is encrypted from its beginning.
        certificate: What vouches for the server.
    """

    port: int
    tls: int
    certificate: Path
    username: str = USER
    password: str = PASSWORD

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Have a letter arrive."""
        with imaplib.IMAP4(LOOPBACK, self.port, timeout=_PATIENCE) as line:
            line.login(self.username, self.password)
            line.create(folder)
            done, said = line.append(folder, "", "", raw)
            assert done == "OK", said

    def flags(self, folder: str = "INBOX") -> list[str]:
        """Say how each letter is marked, the oldest first."""
        with imaplib.IMAP4(LOOPBACK, self.port, timeout=_PATIENCE) as line:
            line.login(self.username, self.password)
            line.select(folder, readonly=True)
            _, found = line.fetch("1:*", "(FLAGS)")
            return [one.decode() for one in found if isinstance(one, bytes)]

    def trusted(self) -> ssl.SSLContext:
        """Trust this server, and no other."""
        return ssl.create_default_context(cafile=str(self.certificate))


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Serve a mailbox until the test is over."""
    # Not in pytest's folder: as nobody in particular it could not be entered.
    home = Path(tempfile.mkdtemp(prefix="dovecot"))
    server = None
    try:
        port, tls = _free_ports(2)
        _write(home, port, tls)
        server = subprocess.Popen(
            [_dovecot(), "-F", "-c", home / "dovecot.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that those it starts end with it
        )
        _wait_until_it_greets(server, port, home)
        yield Mailbox(port, tls, home / "certificate.pem")
    finally:
        if server is not None:
            os.killpg(server.pid, signal.SIGKILL)  # asked kindly, it takes a second
            server.communicate(timeout=_PATIENCE)
        shutil.rmtree(home)


def _dovecot() -> str:
    found = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "make test installs Dovecot"
    return found


def _version() -> tuple[int, ...]:
    said = subprocess.run([_dovecot(), "--version"], capture_output=True, check=True)
    return tuple(int(part) for part in said.stdout.decode().split(".")[:2])


def _write(home: Path, port: int, tls: int) -> None:
    user, login = _who()
    (home / "mail").mkdir()
    _certify(home)
    if os.geteuid() == 0:
        shutil.chown(home / "mail", user.pw_name)
        home.chmod(0o755)
    new = _version() >= _NEW
    whole = _FIRST_LINES + _SETTINGS + _SINCE_2_4 if new else _SETTINGS + _UNTIL_2_3
    text = whole.format(
        home=home,
        user=user.pw_name,
        group=grp.getgrgid(user.pw_gid).gr_name,
        login=login,
        password=PASSWORD,
        port=port,
        tls=tls,
    )
    (home / "dovecot.conf").write_text(text, encoding="utf-8")


def _who() -> tuple[pwd.struct_passwd, str]:
    """Choose whose mail it is, and as whom strangers are heard."""
    if os.geteuid() == 0:
        return pwd.getpwnam("dovecot"), "dovenull"
    me = pwd.getpwuid(os.geteuid())
    return me, me.pw_name


def _wait_until_it_greets(
    server: subprocess.Popen[bytes], port: int, home: Path
) -> None:
    for _ in range(500):
        if server.poll() is not None:
            said = server.communicate()[1].decode()
            raise AssertionError(said)
        with closing(socket.socket()) as line:
            line.settimeout(_PATIENCE)
            if line.connect_ex((LOOPBACK, port)) == 0 and line.recv(4) == b"* OK":
                return
        try:
            server.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    log = home / "log"
    raise AssertionError(log.read_text("utf-8") if log.exists() else "no greeting")


def _free_ports(count: int) -> list[int]:
    asked = [socket.socket() for _ in range(count)]
    try:
        for one in asked:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in asked]
    finally:
        for one in asked:
            one.close()


def _certify(home: Path) -> None:
    """Make a certificate for this machine, which nobody else trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    names = [x509.IPAddress(ip_address(LOOPBACK)), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (home / "certificate.pem").write_bytes(made.public_bytes(pem))
    whole = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (home / "key.pem").write_bytes(whole)
    (home / "key.pem").chmod(0o600)
