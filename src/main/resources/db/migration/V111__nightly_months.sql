-- The nightly job of the decision log has another name now; the one of before would find nobody to do it.
delete from qrtz_cron_triggers c using qrtz_triggers t
 where c.sched_name = t.sched_name and c.trigger_name = t.trigger_name and c.trigger_group = t.trigger_group
   and t.job_name = 'decision months';
delete from qrtz_triggers where job_name = 'decision months';
delete from qrtz_job_details where job_name = 'decision months';
