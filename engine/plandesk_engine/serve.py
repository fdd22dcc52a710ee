"""`python -m plandesk_engine.serve`: Rasa on 127.0.0.1 with our one channel, and nothing else of its server.

Stays up when the model is missing or damaged, says why on /webhooks/desk/ready, and takes a new model over by itself
when training has put one in place. Ends on SIGTERM after the turns in flight, 30 seconds at most.
"""

from __future__ import annotations

import logging
import os
import sys

from plandesk_engine import slim
from plandesk_engine.project import Project

HOST = "127.0.0.1"


def main() -> int:
    """Serve until told to stop; return the exit code."""
    project = Project.here()
    slim.install(project.config)
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL", "INFO"), format="%(levelname)s %(name)s: %(message)s"
    )
    for chatty in ("apscheduler", "asyncio", "matplotlib", "sanic.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    slim.quiet_logs(logging.WARNING)
    project.enter()
    os.environ.setdefault("ENGINE_ACTIONS_URL", "http://127.0.0.1:5055/webhook")
    os.environ.setdefault("ACTIONS_SECRET", "")
    os.environ.setdefault("ENGINE_SECRET", "")

    from plandesk_engine import server
    from plandesk_engine.channel import NoSecret
    from plandesk_engine.failures import StoreFailed

    try:
        app = server.build(project)
    except (NoSecret, StoreFailed, server.BadSettings) as fault:
        print(fault, file=sys.stderr)
        return 2
    app.run(
        host=HOST, port=int(os.environ.get("ENGINE_PORT", "5005")), workers=1, access_log=False, motd=False
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
