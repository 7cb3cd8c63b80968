package infra.program;

import org.junit.jupiter.api.Test;

class ProdProgramTest {

    @Test
    void prod_is_what_its_inventory_says() {
        infra.testkit.Inventory.check("prod", Programs.run("prod"));
    }
}
