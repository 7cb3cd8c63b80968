package infra.program;

import infra.testkit.Inventory;
import org.junit.jupiter.api.Test;

class ProdProgramTest {

    @Test
    void prod_is_what_its_inventory_says() {
        Inventory.check("prod", Programs.run("prod"));
    }
}
