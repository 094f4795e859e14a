alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid', 'top_up',
                 'attribution', 'redemption_return', 'cover', 'commission', 'dues', 'slip', 'desk', 'till', 'reopening', 'ceiling',
                 'household'));
