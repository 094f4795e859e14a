// @ts-check
// What stays on the phone: one key per account, which no script can read out, and orders without an answer.
// Safari may empty it after weeks without a visit: then the phone is registered anew.

const DATABASE = "mlc";
const VERSION = 1;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys", { keyPath: "account" });
      request.result.createObjectStore("orders", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {"keys" | "orders"} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function within(name, mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @typedef {{ account: string, id: string, key: CryptoKey, door?: string }} PhoneKey */
/** @typedef {{ id: string, payer: string, url: string, body: string, expiresAt: number }} SentOrder */

/** @param {string} account @returns {Promise<PhoneKey | undefined>} */
export const keyOf = (account) => within("keys", "readonly", (store) => store.get(account));

/** @param {PhoneKey} key */
export const keepKey = (key) => within("keys", "readwrite", (store) => store.put(key));

/** @param {string} account */
export const forgetKey = (account) => within("keys", "readwrite", (store) => store.delete(account));

/** @param {SentOrder} order */
export const keepOrder = (order) => within("orders", "readwrite", (store) => store.put(order));

/** @param {string} id */
export const forgetOrder = (id) => within("orders", "readwrite", (store) => store.delete(id));

/** @returns {Promise<SentOrder[]>} */
export const unanswered = () => within("orders", "readonly", (store) => store.getAll());

/** @returns {Promise<PhoneKey[]>} */
export const allKeys = () => within("keys", "readonly", (store) => store.getAll());
