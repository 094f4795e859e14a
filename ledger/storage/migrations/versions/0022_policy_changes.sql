create table ledger.policy_change (
  id         uuid        not null
    constraint policy_change_id_is_unique primary key,
  version    integer     not null,
  valid_from date        not null,
  document   jsonb       not null,
  reason     text        not null,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint policy_change_is_decided_whole check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint policy_change_takes_two_people check (not (is_granted and decided_by = asked_by)),
  constraint policy_change_follows_a_version check (version > 1)
);
comment on table ledger.policy_change is
  'What somebody proposed of the policy, and who signed or refused it; whoever proposed may take it back.';
create unique index policy_change_waits_alone on ledger.policy_change ((true)) where decided_at is null;
create unique index policy_change_of_a_version on ledger.policy_change (version) where is_granted;

create table ledger.phase_review (
  id         uuid        not null
    constraint phase_review_id_is_unique primary key,
  phase      text        not null
    constraint phase_review_is_of_a_known_phase check (phase in ('pilote', 'montee_en_charge')),
  is_go      boolean     not null,
  held_on    date        not null,
  reference  text        not null,
  reason     text        not null,
  noted_by   text        not null,
  noted_at   timestamptz not null
);
comment on table ledger.phase_review is
  'Go or no-go: whether a phase of the launch may begin, and which document says so; the latest counts.';

create trigger phase_review_is_never_changed before update or delete or truncate on ledger.phase_review
  for each statement execute function ledger.refuse_change();
alter table ledger.phase_review enable always trigger phase_review_is_never_changed;

grant select on ledger.policy_change, ledger.phase_review to mlc_app, mlc_auditor;
grant insert on ledger.policy_change, ledger.phase_review to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.policy_change to mlc_app;
