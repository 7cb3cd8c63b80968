package proxy.http;

/** How long an account is waited for that has not begun to answer. */
interface Patience {

    /** With an account that has no other to be left for. */
    Patience ENDLESS = new Patience() {

        @Override
        public void start(Runnable lost) {}

        @Override
        public void end() {}
    };

    /** Waits for a first byte. @param lost runs when that takes too long */
    void start(Runnable lost);

    /** There is nothing to wait for any more. */
    void end();
}
