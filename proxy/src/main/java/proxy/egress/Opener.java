package proxy.egress;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Makes connections for the few calls that are not on a request's path; nothing is sent yet. They block, and follow no redirects. */
@FunctionalInterface
public interface Opener {

    HttpURLConnection open(URI uri) throws IOException;
}
