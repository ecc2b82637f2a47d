"""Work off the GUI thread: one thread owns the vault, a second one renders pages that need no vault, a third does
errands (a backup, a drill) that may take minutes and keep nobody waiting.

`run(work, done, failed)` calls `work()` on the vault thread; `done(result)` or `failed(error)` arrive on the
GUI thread, in the order in which the work was given, and not at all when the page they belong to is gone.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from shiboken6 import isValid

Work = Callable[[], Any]
Errand = Callable[[threading.Event], Any]
"""Work that looks now and then whether its event is set, and then stops."""
Done = Callable[[Any], object]
Failed = Callable[[Exception], object]


class Runner(Protocol):
    """What a page needs of `Background` or, in tests, `Immediately`."""

    def run(self, work: Work, done: Done, failed: Failed | None = None) -> None: ...
    def render(self, work: Work, done: Done, failed: Failed | None = None) -> None: ...
    def errand(self, work: Errand, done: Done, failed: Failed | None = None) -> threading.Event: ...
    def stop_errands(self) -> Callable[[], None]: ...
    def close(self) -> None: ...


def is_expected(error: Exception) -> bool:
    """Trouble the user can act on (DeskError); anything else is a bug."""
    from twijs_desk.casework.errors import DeskError

    return isinstance(error, DeskError)


class Background(QObject):
    """`busy_changed(True)` after 100 ms of waiting; `crashed(error)` for what nobody expected."""

    busy_changed = Signal(bool)
    crashed = Signal(object)
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault = ThreadPoolExecutor(1, thread_name_prefix="kluis")
        self._render = ThreadPoolExecutor(1, thread_name_prefix="bladen")
        self._errands = ThreadPoolExecutor(1, thread_name_prefix="klussen")
        self._under_way: list[tuple[threading.Event, Future[Any]]] = []
        self._pending = 0
        self._closed = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(100)
        self._late.timeout.connect(self._on_late)
        self._arrived.connect(self._on_arrived)

    @property
    def pending(self) -> int:
        """How many results are still to come."""
        return self._pending

    def run(self, work: Work, done: Done, failed: Failed | None = None) -> None:
        self._give(self._vault, work, done, failed)

    def render(self, work: Work, done: Done, failed: Failed | None = None) -> None:
        self._give(self._render, work, done, failed)

    def errand(self, work: Errand, done: Done, failed: Failed | None = None) -> threading.Event:
        """`work(stop)` on a thread of its own; set the event that is returned to cancel it."""
        stop = threading.Event()
        if not self._closed:
            future = self._errands.submit(work, stop)
            self._under_way = [pair for pair in self._under_way if not pair[1].done()]
            self._under_way.append((stop, future))
            future.add_done_callback(lambda finished: self._bring_home(finished, done, failed, counted=False))
        return stop

    def stop_errands(self) -> Callable[[], None]:
        """Tell every errand to stop; what is returned waits for the end of them, on another thread than this one."""
        under_way = list(self._under_way)
        for stop, _future in under_way:
            stop.set()
        return lambda: _wait([future for _stop, future in under_way])

    def _give(self, pool: ThreadPoolExecutor, work: Work, done: Done, failed: Failed | None) -> None:
        if self._closed:
            return
        self._pending += 1
        if not self._late.isActive():
            self._late.start()
        future = pool.submit(work)
        # The callback runs on the worker; the queued signal brings it home to the GUI thread.
        future.add_done_callback(lambda finished: self._bring_home(finished, done, failed))

    def _bring_home(
        self, finished: "Future[Any]", done: Done, failed: Failed | None, *, counted: bool = True
    ) -> None:
        if not self._closed and not finished.cancelled():
            self._arrived.emit(finished, (done, failed, counted))

    def _on_late(self) -> None:
        if self._pending:
            self.busy_changed.emit(True)

    def _on_arrived(self, finished: "Future[Any]", calls: tuple[Done, Failed | None, bool]) -> None:
        done, failed, counted = calls
        self._pending -= counted
        if counted and not self._pending:
            self._late.stop()
            self.busy_changed.emit(False)
        error = finished.exception()
        deliver(finished, (done, failed), lambda: self.crashed.emit(error))

    def close(self) -> None:
        """Finish what was given, stop the errands, then end the threads; nothing is delivered any more."""
        self._closed = True
        self._late.stop()
        self.stop_errands()
        self._vault.shutdown(wait=True)
        self._render.shutdown(wait=True)
        self._errands.shutdown(wait=True, cancel_futures=True)


def _wait(futures: "list[Future[Any]]") -> None:
    wait(futures)


def deliver(finished: "Future[Any]", calls: tuple[Done, Failed | None], crash: Callable[[], None]) -> None:
    done, failed = calls
    error = finished.exception()
    if error is None:
        if is_alive(done):
            done(finished.result())
    elif failed is not None and isinstance(error, Exception) and is_expected(error):
        if is_alive(failed):
            failed(error)
    else:
        crash()
    # A page that just got its content lays itself out level by level; without this one sees it happen.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def is_alive(call: Callable[..., object]) -> bool:
    """The widget whose method this is, is still there."""
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class Immediately(QObject):
    """Stands in for `Background` in tests: the same promises, at once, on this thread."""

    busy_changed = Signal(bool)
    crashed = Signal(object)

    def run(self, work: Work, done: Done, failed: Failed | None = None) -> None:
        finished: Future[Any] = Future()
        try:
            finished.set_result(work())
        except Exception as error:
            if failed is None or not is_expected(error):
                raise
            finished.set_exception(error)
        deliver(finished, (done, failed), lambda: None)

    def render(self, work: Work, done: Done, failed: Failed | None = None) -> None:
        self.run(work, done, failed)

    def errand(self, work: Errand, done: Done, failed: Failed | None = None) -> threading.Event:
        stop = threading.Event()
        self.run(lambda: work(stop), done, failed)
        return stop

    def stop_errands(self) -> Callable[[], None]:
        return lambda: None

    def close(self) -> None:
        return


def worker_threads() -> list[str]:
    """Names of our threads that live now; empty after `close` (a test looks)."""
    return [t.name for t in threading.enumerate() if t.name.startswith(("kluis", "bladen", "klussen"))]
