// @ts-check
// Reads a QR code from a camera or a picture: by the browser's own reader where it has one, else by zxing, which is
// fetched only then.

const ZXING = "/ui/vendor/zxing/";
const SIDE = 640; // enough for a code that fills a third of the frame; more only takes longer

/** @typedef {(source: HTMLVideoElement | ImageBitmap) => Promise<string | undefined>} Reader */

/** @returns {Promise<Reader>} */
export async function makeReader() {
  return (await nativeReader()) ?? zxingReader();
}

/** @returns {Promise<Reader | undefined>} */
async function nativeReader() {
  const Detector = /** @type {any} */ (window).BarcodeDetector;
  const formats = (await Detector?.getSupportedFormats?.()) ?? [];
  if (!formats.includes("qr_code")) return undefined;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (source) => (await detector.detect(source))[0]?.rawValue;
}

/** @returns {Promise<Reader>} */
async function zxingReader() {
  const { prepareZXingModule, readBarcodes } = await import(`${ZXING}reader/index.js`);
  await prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ name) => ZXING + name }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const [wide, high] = source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
    const scale = Math.min(1, (source instanceof HTMLVideoElement ? 1 : 2) * SIDE / Math.max(wide, high));
    [canvas.width, canvas.height] = [Math.round(wide * scale), Math.round(high * scale)];
    if (!context || !canvas.width) return undefined;
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    const [found] = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found?.text;
  };
}
