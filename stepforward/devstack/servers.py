"""The servers that a command needs, unless the environment names others, and the environment they make."""

import os
from contextlib import ExitStack, contextmanager

from stepforward.devstack.broker import Broker
from stepforward.devstack.mailbox import Mailbox
from stepforward.devstack.postgres import Postgres
from stepforward.devstack.reaching import reach_broker, reach_database
from stepforward.devstack.saying import step


@contextmanager
def serving(supervisor, home, *, durable, say=step):
    """Start what is missing, with its data in `home`; yields the environment variables that lead to it."""
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as running:

        def run(server):
            running.callback(server.stop)
            server.start()
            return server.url

        found = {"DEMO_MAILBOX": str(home / "mailbox")}
        found["EMAIL_URL"] = run(Mailbox(supervisor, home / "mailbox", logs=logs))
        if database := os.environ.get("DATABASE_URL"):
            with say("Reaching the database of DATABASE_URL"):
                reach_database(database, may_be_made=not durable)
            found["DATABASE_URL"] = database
        else:
            with say("Starting Postgres"):
                found["DATABASE_URL"] = run(
                    Postgres(supervisor, home / "postgres", durable=durable, logs=logs)
                )
        if redis := os.environ.get("REDIS_URL"):
            with say("Reaching the broker of REDIS_URL"):
                reach_broker(redis)
            found["REDIS_URL"] = redis
        else:
            broker = Broker(supervisor, home / "broker", durable=durable, logs=logs)
            with say(f"Starting the broker ({broker.description})"):
                found["REDIS_URL"] = run(broker)
        yield found
