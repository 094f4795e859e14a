alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid', 'top_up',
                 'attribution', 'redemption_return', 'cover', 'commission', 'dues', 'slip', 'desk', 'till', 'reopening', 'ceiling',
                 'household'));
create view ledger.housemate as
select a.id as account_id, o.id as other_id, o.owner as other_owner
  from ledger.account as a
       join ledger.account as o
         on o.limit_group = a.limit_group and o.id <> a.id and o.status <> 'closed';
comment on view ledger.housemate is 'Open accounts whose cash counts together with an account''s.';
grant select on ledger.housemate to mlc_app, mlc_auditor;
