import { describePage, docPages } from "../../documentation/describe-page.js";

for (const page of docPages) describePage(page);
