create table ledger.till (
  cash_account   bigint   not null
    constraint till_is_described_once primary key
    constraint till_owes_for_its_cash references ledger.account (id),
  cheque_account bigint   not null
    constraint till_cheques_are_of_one_till unique
    constraint till_owes_for_its_cheques references ledger.account (id),
  institution    text     not null,
  code           text     not null,
  number         smallint not null,
  constraint till_is_numbered_once unique (code, number)
);
comment on table ledger.till is
  'A till of a desk: the accounts of what it owes for cash and for cheques, and how its slips are numbered.';

create table ledger.till_day (
  id               uuid        not null
    constraint till_day_id_is_unique primary key,
  till             bigint      not null
    constraint till_day_is_of_a_till references ledger.till (cash_account),
  state            text        not null
    constraint till_day_is_in_a_known_state
    check (state in ('float_differs', 'open', 'counted', 'closed')),
  opened_by        text        not null,
  opened_at        timestamptz not null,
  float_expected   bigint      not null,
  float_counted    bigint      not null,
  float_pieces     jsonb       not null,
  float_reason     text,
  float_checked_by text,
  counted_at       timestamptz,
  counted          bigint,
  pieces           jsonb,
  expected         bigint,
  taken            bigint,
  cheques          bigint,
  reason           text,
  checked_by       text,
  closed_at        timestamptz,
  left_in_till     bigint,
  slip_number      text
    constraint till_day_slip_is_numbered_once unique,
  slip_posting     uuid,
  constraint till_day_is_counted_whole check (
    (counted_at is null) = (counted is null) and (counted is null) = (pieces is null)
    and (counted is null) = (expected is null) and (counted is null) = (taken is null)
    and (counted is null) = (cheques is null)),
  constraint till_day_is_counted_before_it_is_closed check (closed_at is null or counted is not null),
  constraint till_day_is_closed_as_its_state_says check ((closed_at is null) = (state <> 'closed')),
  constraint till_day_float_is_checked_by_another check (float_checked_by <> opened_by),
  constraint till_day_count_is_checked_by_another check (checked_by <> opened_by),
  constraint till_day_difference_is_explained_and_checked check (
    closed_at is null or counted = expected or (reason is not null and checked_by is not null))
);
comment on table ledger.till_day is
  'From the float counted in the morning to the slip: a count is written once, and a difference of it is explained and checked by another.';
create unique index till_day_is_one_at_a_time on ledger.till_day (till) where closed_at is null;
create index till_day_by_till on ledger.till_day (till, opened_at);

create table ledger.till_movement (
  id           uuid        not null
    constraint till_movement_id_is_unique primary key,
  till_day     uuid        not null
    constraint till_movement_is_of_a_day references ledger.till_day (id),
  amount       bigint      not null
    constraint till_movement_moves_something check (amount <> 0),
  asked_by     text        not null,
  asked_at     timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint till_movement_takes_two check (confirmed_by <> asked_by),
  constraint till_movement_is_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null))
);
comment on table ledger.till_movement is
  'Cash brought to a till (positive) or taken to the safe (negative): counted once a second person confirmed it.';
create index till_movement_by_day on ledger.till_movement (till_day);

-- Tills that were opened before they had a day: each gets an account for its cheques, and waits for a float.
insert into ledger.account (id, book, kind, chart, label, floor, ceiling)
select ('x' || left(md5(random()::text), 15))::bit(60)::bigint, book, kind, chart, label || ', chèques', floor, ceiling
  from ledger.account where kind = 'till';
insert into ledger.till (cash_account, cheque_account, institution, code, number)
select c.id, q.id, s.institution,
       (select string_agg(left(word, 1), '') from regexp_split_to_table(s.institution, '\s+') as word
         where left(word, 1) = upper(left(word, 1))),
       row_number() over (partition by s.institution order by c.label)
  from ledger.account as c
       join ledger.account as q on q.kind = 'till' and q.book = c.book and q.label = c.label || ', chèques'
       join (select till_account, min(institution) as institution from people.standing
              where till_account is not null group by till_account) as s on s.till_account = c.id;
update ledger.account set status = 'frozen' where kind = 'till';

create function ledger.refuse_recount() returns trigger language plpgsql as $$
begin
  if old.counted is not null
     and (old.counted, old.pieces, old.expected, old.taken, old.cheques, old.counted_at)
         is distinct from
         (new.counted, new.pieces, new.expected, new.taken, new.cheques, new.counted_at) then
    raise exception 'a till is counted once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
comment on function ledger.refuse_recount is 'Refuses to change the count of a till once it is written.';
create trigger till_day_is_counted_once before update on ledger.till_day
  for each row execute function ledger.refuse_recount();
alter table ledger.till_day enable always trigger till_day_is_counted_once;

grant select on ledger.till, ledger.till_day, ledger.till_movement to mlc_app, mlc_auditor;
grant insert on ledger.till, ledger.till_day, ledger.till_movement to mlc_app;
grant update (state, float_checked_by, counted_at, counted, pieces, expected, taken, cheques, reason, checked_by,
              closed_at, left_in_till, slip_number, slip_posting) on ledger.till_day to mlc_app;
grant update (confirmed_by, confirmed_at) on ledger.till_movement to mlc_app;
