#pragma once
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

/// How documents from outside are read: nothing is loaded over the network, no DTD is loaded, no entity is substituted,
/// and the encoding is what the caller has made of it (UTF-8), whatever the document says.
static const int ql_xml_options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC;

/// A parser that hands what it reads to `handler` and builds no tree; `NULL` without memory. Free with ql_xml_free.
static inline xmlParserCtxtPtr ql_xml_parser(const char *bytes, int count, const xmlSAXHandler *handler, void *data) {
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes, count);
    if (parser == NULL) return NULL;
    xmlCtxtUseOptions(parser, ql_xml_options);
    *parser->sax = *handler;
    parser->userData = data;
    parser->linenumbers = 1;
    parser->loadsubset = 0;
    parser->validate = 0;
    parser->replaceEntities = 0;
    return parser;
}

/// Byte offset of what the parser reads next.
static inline long ql_xml_offset(xmlParserCtxtPtr parser) {
    if (parser->input == NULL) return 0;
    return (long)parser->input->consumed + (long)(parser->input->cur - parser->input->base);
}

static inline void ql_xml_free(xmlParserCtxtPtr parser) {
    if (parser->myDoc != NULL) { xmlFreeDoc(parser->myDoc); parser->myDoc = NULL; }
    xmlFreeParserCtxt(parser);
}
