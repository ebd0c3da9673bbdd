/* A saved result leads here with its code behind "#": put it into the field, so that one button is left to press. */
"use strict";

const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (/^[A-Z2-7-]+$/.test(code) && !field.value) field.value = code;
