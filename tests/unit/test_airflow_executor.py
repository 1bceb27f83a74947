"""A task that comes back before its first process is over stays known."""

from types import SimpleNamespace

from airflow.models.taskinstancekey import TaskInstanceKey
from airflow.utils.state import TaskInstanceState

from claim_review.airflow_executor import Executor

KEY = TaskInstanceKey("report_month", "approve", "run", 1, -1)
TASK = SimpleNamespace(id="01", key=KEY)


def without_workers() -> Executor:
    executor = Executor(parallelism=1)
    executor.parallelism = 0
    executor.start()
    return executor


def take(executor: Executor) -> None:
    executor.queued_tasks[KEY] = SimpleNamespace(key=KEY)
    executor._process_workloads([executor.queued_tasks[KEY]])


def end_one(executor: Executor) -> None:
    executor.result_queue.put((KEY, TaskInstanceState.SUCCESS, None))
    executor.sync()


def test_a_task_that_a_worker_has_taken_is_known_until_its_process_is_over():
    executor = without_workers()
    assert not executor.has_task(TASK)
    take(executor)
    assert executor.has_task(TASK)
    end_one(executor)
    assert not executor.has_task(TASK)


def test_the_end_of_the_first_process_is_not_taken_for_the_end_of_the_second():
    executor = without_workers()
    take(executor)
    take(executor)
    end_one(executor)
    assert executor.event_buffer[KEY][0] == TaskInstanceState.SUCCESS
    assert executor.has_task(TASK)
    end_one(executor)
    assert not executor.has_task(TASK)
