/* Reads a QR code where the browser cannot do so itself. */
export { default as decode } from "qr/decode.js";
