"""Whether servers that the environment names are there; if not, one sentence that keeps the password."""

from urllib.parse import unquote, urlsplit

from stepforward.devstack.saying import Refusal

OLDEST_POSTGRES = 15
CONNECT_SECONDS = 5


def where(url):
    """A server's address without user and password."""
    parts = urlsplit(url)
    return unquote(parts.netloc.rpartition("@")[2]) or parts.path


def reach_database(url, *, may_be_made=False):
    """Refuse unless the server answers. `may_be_made`: the database itself need not exist yet."""
    import psycopg2  # here, because `manage.py` reads this folder before anything is installed

    try:
        parts = urlsplit(url)
        connection = psycopg2.connect(
            host=unquote(parts.hostname or "") or None,
            port=parts.port,
            user=unquote(parts.username or "") or None,
            password=unquote(parts.password or "") or None,
            dbname=unquote(parts.path.strip("/")) or None,
            connect_timeout=CONNECT_SECONDS,
        )
    except (psycopg2.OperationalError, ValueError) as error:
        said = str(error).strip().splitlines() or ["no answer"]
        if 'database "' in said[0] and said[0].endswith("does not exist"):
            if may_be_made:
                return
            raise Refusal(
                f"DATABASE_URL names a database that does not exist at {where(url)}: create it."
            ) from None
        raise Refusal(
            f"The database of DATABASE_URL cannot be reached at {where(url)} ({reason(said[0])}). "
            "Start it, correct the address, or unset DATABASE_URL to use the embedded one."
        ) from None
    version = connection.server_version // 10000
    connection.close()
    if version < OLDEST_POSTGRES:
        raise Refusal(
            f"The database of DATABASE_URL is Postgres {version}; {OLDEST_POSTGRES} or later is needed."
        )


def reach_broker(url):
    import redis  # here, because `manage.py` reads this folder before anything is installed

    try:
        client = redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS)
        client.ping()
        client.close()
    except (redis.RedisError, ValueError) as error:
        raise Refusal(
            f"The broker of REDIS_URL cannot be reached at {where(url)} ({reason(str(error))}). "
            "Start it, correct the address, or unset REDIS_URL to use the embedded one."
        ) from None


def reason(said):
    """The last part of a driver's message, which is the one that says why."""
    return said.rpartition(": ")[2].strip().rstrip(".") or "no answer"
