-- No query chooses by these columns, and sampling documents and lists took whole seconds of a processor while orders were checked.
alter table credit_check alter column answer set statistics 0;
alter table credit_hold alter column reasons set statistics 0;
alter table event alter column data set statistics 0;
