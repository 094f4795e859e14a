create table people.sponsorship (
  id            uuid        not null
    constraint sponsorship_id_is_unique primary key,
  account_id    bigint      not null
    constraint sponsorship_is_of_an_account references ledger.account (id),
  first_choice  bigint
    constraint sponsorship_is_first_for_an_account references ledger.account (id),
  second_choice bigint
    constraint sponsorship_is_then_for_an_account references ledger.account (id),
  chosen_by     text        not null,
  chosen_at     timestamptz not null,
  constraint sponsorship_names_two_associations_in_order
    check (second_choice is null or (first_choice is not null and first_choice <> second_choice))
);
comment on table people.sponsorship is
  'Which association a resident sponsors, and which one instead: the latest choice of a day counts; without any, none.';
create index sponsorship_by_account on people.sponsorship (account_id, chosen_at desc);

create table ledger.given_day (
  day date not null
    constraint given_day_is_given_once primary key
    constraint given_day_is_of_the_journal references ledger.journal_day (day)
);
comment on table ledger.given_day is
  'Closed days whose issuances have had their donation and their bonus.';

grant select, insert, delete on people.sponsorship to mlc_app;
grant select on ledger.given_day to mlc_app, mlc_auditor;
grant insert on ledger.given_day to mlc_app;
