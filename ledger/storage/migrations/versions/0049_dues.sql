alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid', 'top_up',
                 'attribution', 'redemption_return', 'cover', 'dues', 'slip', 'desk', 'till', 'reopening', 'ceiling'));

create table ledger.dues_choice (
  account_id   bigint      not null
    constraint dues_choice_is_of_an_account references ledger.account (id),
  first_year   smallint    not null,
  until_year   smallint,
  first_amount bigint      not null,
  per_year     bigint      not null,
  chosen_on    date        not null,
  chosen_by    text        not null,
  constraint dues_choice_is_one_for_a_year primary key (account_id, first_year),
  constraint dues_choice_owes_nothing_or_more check (first_amount >= 0 and per_year >= 0),
  constraint dues_choice_ends_after_it_begins check (until_year >= first_year)
);
comment on table ledger.dues_choice is
  'What a member chose to pay for belonging, from a year on; who chose nothing owes nothing.';
create index dues_choice_in_force on ledger.dues_choice (account_id) where until_year is null;

create table ledger.dues_payment (
  posting_id uuid     not null
    constraint dues_payment_is_made_once primary key,
  account_id bigint   not null
    constraint dues_payment_is_of_an_account references ledger.account (id),
  year       smallint not null,
  amount     bigint   not null
    constraint dues_payment_is_positive check (amount > 0)
);
comment on table ledger.dues_payment is
  'Whose dues of which year a posting took; one that is reversed counts for nothing.';
create index dues_payment_by_year on ledger.dues_payment (year, account_id) include (amount, posting_id);
create index dues_payment_by_account on ledger.dues_payment (account_id, year);

create function ledger.dues_of(of_year integer, days_to_pay integer)
  returns table (account_id bigint, owed bigint, paid bigint, due_on date)
  language sql stable as $$
select c.account_id, case when c.first_year = of_year then c.first_amount else c.per_year end,
       coalesce(p.paid, 0)::bigint,
       case when c.first_year = of_year then greatest(c.chosen_on, make_date(of_year, 1, 1))
            else make_date(of_year, 1, 1) end + days_to_pay
  from ledger.dues_choice as c
       left join (
         select d.account_id, sum(d.amount) as paid
           from ledger.dues_payment as d
          where d.year = of_year
            and not exists (select from ledger.posting as r where r.reverses = d.posting_id)
          group by d.account_id) as p on p.account_id = c.account_id
 where c.first_year <= of_year and (c.until_year is null or c.until_year >= of_year)
$$;
comment on function ledger.dues_of is
  'What each member who chose owes and has paid for a year, and until when it is to be paid.';

create table ledger.dues_notice (
  account_id bigint   not null
    constraint dues_notice_is_for_an_account references ledger.account (id),
  year       smallint not null,
  kind       text     not null
    constraint dues_notice_kind_is_known check (kind in ('due', 'late')),
  given_on   date     not null,
  constraint dues_notice_is_given_once primary key (account_id, year, kind)
);
comment on table ledger.dues_notice is 'Who was told that dues are to be paid, or are late: once each a year.';

create table ledger.dues_day (
  day date not null
    constraint dues_day_is_looked_through_once primary key
);
comment on table ledger.dues_day is 'The days on which everybody was told what they owe for belonging.';

grant select on ledger.dues_choice, ledger.dues_payment, ledger.dues_notice, ledger.dues_day
  to mlc_app, mlc_auditor;
grant insert, update, delete on ledger.dues_choice to mlc_app;
grant insert on ledger.dues_payment, ledger.dues_notice, ledger.dues_day to mlc_app;
grant update (account_id) on ledger.dues_payment to mlc_app;
