"""Airflow's LocalExecutor, which also knows the tasks that its workers hold.

LocalExecutor 3.3.2 forgets a task once a worker has taken it. When a person answers a
required action (`approve` of a report) before the scheduler has noticed that the
process which asked is gone, the task is queued again under the same key; the end of
the first process then looks as if the second had been killed, and the task is failed:
https://github.com/apache/airflow/issues/72716. To go once Airflow has mended it.
"""

from collections import Counter

from airflow.executors.local_executor import LocalExecutor


class Executor(LocalExecutor):
    """A LocalExecutor whose `has_task` is true until every process has reported."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._held: Counter = Counter()

    def has_task(self, task_instance) -> bool:
        """Return whether the task is queued here or a process of it is not over."""
        return self._held[task_instance.key] > 0 or super().has_task(task_instance)

    def _process_workloads(self, workload_list) -> None:
        self._held.update(workload.key for workload in workload_list)
        super()._process_workloads(workload_list)

    def _read_results(self) -> None:
        # Of a task a worker tells only the end; what is no longer held is dropped.
        while not self.result_queue.empty():
            key, state, _ = self.result_queue.get()
            self._held -= Counter([key])
            self.change_state(key, state)
