"""Official attachments become knowledge points; approved points become releases."""
