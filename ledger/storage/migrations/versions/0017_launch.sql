create table ledger.milestone (
  id             text     not null
    constraint milestone_id_is_unique primary key,
  month_due      smallint not null
    constraint milestone_is_due_within_five_years check (month_due between 1 and 60),
  phase          text     not null,
  scope          text     not null,
  title          text     not null,
  indicator      text     not null,
  target_min     bigint   not null,
  target_nominal bigint   not null,
  proof_expected text     not null,
  benchmark      text     not null
);
comment on table ledger.milestone is 'The calendar of the launch as first planned; it never changes.';

create table ledger.milestone_plan (
  id         uuid        not null
    constraint milestone_plan_id_is_unique primary key,
  milestone  text        not null
    constraint milestone_plan_is_of_a_milestone references ledger.milestone (id),
  month_due  smallint    not null
    constraint milestone_plan_is_due_within_five_years check (month_due between 1 and 60),
  reason     text        not null,
  planned_by text        not null,
  planned_at timestamptz not null
);
comment on table ledger.milestone_plan is 'Milestones planned anew, and why; the first plan stays beside them.';
create index milestone_plan_by_milestone on ledger.milestone_plan (milestone, planned_at);

create table ledger.milestone_proof (
  id        uuid        not null
    constraint milestone_proof_id_is_unique primary key,
  milestone text        not null
    constraint milestone_proof_is_of_a_milestone references ledger.milestone (id),
  value     bigint      not null
    constraint milestone_proof_shows_something check (value >= 0),
  reference text        not null,
  noted_by  text        not null,
  noted_at  timestamptz not null
);
comment on table ledger.milestone_proof is
  'What was reached where the ledger cannot tell, and which document shows it.';
create index milestone_proof_by_milestone on ledger.milestone_proof (milestone, noted_at);

grant select on ledger.milestone, ledger.milestone_plan, ledger.milestone_proof to mlc_app, mlc_auditor;
grant insert on ledger.milestone_plan, ledger.milestone_proof to mlc_app;
