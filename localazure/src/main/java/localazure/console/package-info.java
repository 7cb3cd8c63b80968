/** The control API of the local Azure and its page. */
package localazure.console;
