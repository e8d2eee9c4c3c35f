-- No query chooses by these columns; sampling documents and lists for their statistics is work beside the order checks.
alter table credit_check alter column answer set statistics 0;
alter table credit_hold alter column reasons set statistics 0;
alter table event alter column data set statistics 0;
