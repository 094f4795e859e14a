create table ledger.redemption_decision (
  redemption_id uuid        not null
    constraint redemption_is_decided_once primary key
    constraint redemption_decision_is_on_a_posting references ledger.posting (id),
  is_granted    boolean     not null,
  reason        text,
  decided_by    text        not null,
  decided_at    timestamptz not null,
  constraint redemption_is_refused_with_a_reason check (is_granted = (reason is null))
);
comment on table ledger.redemption_decision is
  'What the treasury decided on a redemption above the ceiling of its policy; refused, its units are given back.';

create table ledger.payout_batch (
  id          uuid        not null
    constraint payout_batch_id_is_unique primary key,
  number      integer     not null
    constraint payout_batch_is_numbered_once unique,
  prepared_by text        not null,
  prepared_at timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  is_sent     boolean,
  constraint payout_batch_is_decided_at_once check (num_nulls(decided_by, decided_at, is_sent) in (0, 3))
);
comment on table ledger.payout_batch is
  'Transfers handed to the bank together: prepared, then sent or dropped by a signature; the journal tells what is paid.';

create table ledger.payout_line (
  batch_id      uuid    not null
    constraint payout_line_is_of_a_batch references ledger.payout_batch (id),
  redemption_id uuid    not null
    constraint payout_line_is_of_a_redemption references ledger.posting (id),
  is_dropped    boolean not null default false,
  constraint payout_line_is_in_a_batch_once primary key (batch_id, redemption_id)
);
comment on table ledger.payout_line is 'A redemption in a batch; a batch that is dropped leaves its lines to another.';
create unique index payout_line_is_in_one_batch on ledger.payout_line (redemption_id) where not is_dropped;

create trigger redemption_decision_is_never_changed before update or delete or truncate on ledger.redemption_decision
  for each statement execute function ledger.refuse_change();
alter table ledger.redemption_decision enable always trigger redemption_decision_is_never_changed;

grant select on ledger.redemption_decision, ledger.payout_batch, ledger.payout_line to mlc_app, mlc_auditor;
grant insert on ledger.redemption_decision, ledger.payout_batch, ledger.payout_line to mlc_app;
grant update (decided_by, decided_at, is_sent) on ledger.payout_batch to mlc_app;
grant update (is_dropped) on ledger.payout_line to mlc_app;
