create table ledger.countersignature (
  id           uuid        not null
    constraint countersignature_id_is_unique primary key,
  act          text        not null
    constraint countersignature_is_of_a_known_act check (act in ('slip_credit', 'reversal')),
  subject      uuid        not null,
  facts        jsonb       not null,
  organisation text        not null,
  asked_by     text        not null,
  asked_at     timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  is_granted   boolean,
  constraint countersignature_takes_two check (decided_by <> asked_by),
  constraint countersignature_is_decided_whole check (
    (decided_at is null) = (decided_by is null) and (decided_at is null) = (is_granted is null))
);
comment on table ledger.countersignature is
  'What one person of an organisation asked and another granted or refused; granted, its posting bears the same id.';
create unique index countersignature_waits_once on ledger.countersignature (act, subject) where decided_at is null;

grant select on ledger.countersignature to mlc_app, mlc_auditor;
grant insert on ledger.countersignature to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.countersignature to mlc_app;
