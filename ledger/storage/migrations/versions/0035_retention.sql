create table ledger.retention_run (
  day      date        not null,
  rule     text        not null,
  removed  bigint      not null,
  ended_at timestamptz,
  constraint retention_run_is_one_a_day primary key (day, rule),
  constraint retention_run_removes_or_not check (removed >= 0)
);
comment on table ledger.retention_run is
  'How many rows of people each line of the retention table removed on a day; no ended_at: it goes on.';
grant select on ledger.retention_run to mlc_app, mlc_auditor;
grant insert on ledger.retention_run to mlc_app;
grant update (removed, ended_at) on ledger.retention_run to mlc_app;

alter table people.member
  add column erased_at timestamptz,
  add constraint member_is_erased_whole
    check (erased_at is null or num_nonnulls(street, insee, activity, email) = 0);
comment on column people.member.erased_at is
  'When the person was erased: the row stays without a name, for the books to point to.';

alter table ledger.countersignature
  drop constraint countersignature_is_of_a_known_act,
  add constraint countersignature_is_of_a_known_act
    check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure'));

create function people.forget_alerts(before timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  gone uuid[];
begin
  select array_agg(s.alert_id) into gone
    from (select alert_id from people.watch_step
           where kind = 'closed'
             and taken_at < least(before, clock_timestamp() - interval '5 years')
           order by taken_at limit most) as s;
  delete from people.watch_step where alert_id = any(gone);
  delete from people.watch_alert where id = any(gone);
  return coalesce(cardinality(gone), 0);
end $$;
comment on function people.forget_alerts is
  'The one way in which an alert goes: examined, and five years ago; nobody may delete one otherwise.';
revoke all on function people.forget_alerts from public;
grant execute on function people.forget_alerts to mlc_app;

revoke delete on people.member, people.freeze_list, people.letter_cursor, people.member_import from mlc_app;
