-- A request that nobody answered in time ends by itself, and what waited for it with it.
alter table change_request drop constraint change_request_state_check;
alter table change_request add constraint change_request_state_check
    check (state in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'));

-- The nightly job has another name now.
delete from qrtz_cron_triggers c using qrtz_triggers t
 where t.sched_name = c.sched_name and t.trigger_name = c.trigger_name and t.trigger_group = c.trigger_group
   and t.job_group = 'decision months';
delete from qrtz_triggers where job_group = 'decision months';
delete from qrtz_job_details where job_group = 'decision months';
