package io.drover.placement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.placement.Constraint;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.HostPort;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.runtime.http.RequestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests are read by the letter. */
class PlanRequestTest {
  private static final String NODE = "{'name':'n1','cpu':'4','memory':'8Gi'}";
  private static final String SERVICE = "{'name':'web','replicas':2}";

  private static List<String> problems(String json) {
    List<String> problems = new ArrayList<>();
    PlanRequest.read(tree(json), problems);
    return problems;
  }

  private static JsonNode tree(String json) {
    return RequestJson.parse(json.replace('\'', '"'));
  }

  private static PlanRequest read(String json) {
    List<String> problems = new ArrayList<>();
    PlanRequest request = PlanRequest.read(tree(json), problems);
    assertThat(problems).isEmpty();
    return request;
  }

  private static String request(String nodes, String services, String more) {
    return "{'nodes':[%s],'services':[%s]%s}".formatted(nodes, services, more);
  }

  @Test
  void everythingThatANodeCanSay() {
    PlanNode node =
        read(request(
                "{'name':'n1','cpu':1.5,'memory':'2G','iops':100000,'bandwidth':'20Gbps','generic':{'gpu':2},"
                    + "'labels':{'tier':'db'},'engineLabels':{'disk':'ssd'},'role':'manager','address':'10.0.0.1',"
                    + "'platform':{'os':'linux','architecture':'arm64'},'availability':'drain'}",
                "",
                ""))
            .input()
            .nodes()
            .getFirst();
    assertThat(node)
        .isEqualTo(
            new PlanNode(
                "n1",
                new NodeTraits(
                    "",
                    "n1",
                    "manager",
                    "10.0.0.1",
                    new Platform("linux", "arm64"),
                    Map.of("tier", "db"),
                    Map.of("disk", "ssd")),
                "drain",
                new Amounts(
                    Cpu.ofMillicores(1500),
                    Bytes.of(2_000_000_000L),
                    100_000,
                    Bandwidth.parse("20Gbps"),
                    Map.of("gpu", 2L)),
                Set.of(),
                List.of()));
  }

  @Test
  void aBudgetThatIsNotToldIsNotNothing() {
    assertThat(read(request(NODE, "", "")).input().nodes().getFirst().untold())
        .containsExactlyInAnyOrder(Budget.values());
  }

  @Test
  void everythingThatAServiceCanSay() {
    PlanService service =
        read(request(
                NODE,
                "{'name':'db','replicas':3,'reservation':{'cpu':'500m','memory':'1Gi','iops':'3000','bandwidth':'1Gbps'},"
                    + "'limit':{'cpu':1},'constraints':['node.role!=manager'],'spread':['node.labels.zone'],"
                    + "'maxPerNode':1,'hostPorts':['53/udp'],'platforms':[{'os':'linux'}]}",
                ""))
            .input()
            .services()
            .getFirst();
    assertThat(service)
        .isEqualTo(
            new PlanService(
                "db",
                new Count.Replicated(3),
                new Amounts(
                    Cpu.ofMillicores(500),
                    Bytes.of(1 << 30),
                    3000,
                    Bandwidth.parse("1Gbps"),
                    Map.of()),
                Amounts.NOTHING.with(Cpu.ofMillicores(1000)),
                new PlanService.Rules(
                    List.of(Constraint.parse("node.role!=manager")),
                    List.of("node.labels.zone"),
                    1,
                    Set.of(new HostPort(53, "udp")),
                    List.of(new Platform("linux", "")),
                    List.of())));
  }

  @Test
  void aGlobalServiceHasNoCountOfItsOwn() {
    assertThat(
            read(request(NODE, "{'name':'agent','global':true}", ""))
                .input()
                .services()
                .getFirst()
                .count())
        .isEqualTo(new Count.Global());
  }

  @Test
  void whatIfsChangeTheInput() {
    PlanRequest request =
        read(
            request(
                NODE + ",{'name':'n2','cpu':'4','memory':'8Gi','labels':{'a':'b'}}",
                SERVICE,
                ",'without':['n1'],'scale':{'web':8},'addNode':{'like':'n2'},'fewestNodes':true"));
    assertThat(request.input().nodes()).extracting(PlanNode::name).containsExactly("n2");
    assertThat(request.input().services().getFirst().count()).isEqualTo(new Count.Replicated(8));
    assertThat(request.without()).containsExactly("n1");
    assertThat(request.addNode().getFirst().facts().labels()).isEqualTo(Map.of("a", "b"));
    assertThat(request.fewestNodes()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'n','memory':'1Gi'} | nodes[0].cpu: is missing; expected an amount of CPU such as '2' or '500m'",
        "{'name':'n','cpu':'1'} | nodes[0].memory: is missing; expected an amount of memory such as '512Mi' or '128Gi'",
        "{'cpu':'1','memory':'1'} | nodes[0].name: is missing; expected a name",
        "{'name':'','cpu':'1','memory':'1'} | nodes[0].name: expected a name of at most 256 characters, not ''",
        "{'name':'n','cpu':'-1','memory':'1'} | nodes[0].cpu: expected an amount of CPU such as '2' or '500m', not '-1'",
        "{'name':'n','cpu':'one','memory':'1'} | nodes[0].cpu: expected an amount of CPU such as '2' or '500m', not 'one'",
        "{'name':'n','cpu':null,'memory':'1'} | nodes[0].cpu: expected an amount of CPU such as '2' or '500m', not null",
        "{'name':'n','cpu':'1','memory':'1','iops':1.5} | nodes[0].iops: expected a whole number such as 3000, not 1.5",
        "{'name':'n','cpu':'1','memory':'1','bandwidth':'fast'} | nodes[0].bandwidth: expected a bandwidth such as '500Mbps' or '1Gbps', not 'fast'",
        "{'name':'n','cpu':'1','memory':'1','labels':{'a':1}} | nodes[0].labels.a: expected a text of at most 256 characters, not 1",
        "{'name':'n','cpu':'1','memory':'1','labels':[]} | nodes[0].labels: expected an object, not []",
        "{'name':'n','cpu':'1','memory':'1','role':'boss'} | nodes[0].role: expected one of manager, worker, not 'boss'",
        "{'name':'n','cpu':'1','memory':'1','availability':'up'} | nodes[0].availability: expected one of active, pause, drain, not 'up'",
        "{'name':'n','cpu':'1','memory':'1','generic':{'gpu':-1}} | nodes[0].generic.gpu: expected a whole number from 0 to 2147483647, not -1",
        "3 | nodes[0]: expected an object, not 3",
      })
  void aWrongNodeIsToldByPathValueAndWhatIsExpected(String node, String problem) {
    assertThat(problems(request(node, "", ""))).containsExactly(problem.replace('\'', '"'));
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertThat(problems(request("{'name':'n','cpu':'1','memory':'1','cpus':'2'}", "", "")))
        .containsExactly(
            "nodes[0].cpus: is no field here; there are name, cpu, memory, iops, bandwidth, generic,"
                + " labels, engineLabels, role, address, platform, availability");
    assertThat(problems(request(NODE, SERVICE, ",'dryRun':true")))
        .containsExactly(
            "dryRun: is no field here; there are nodes, services, without, scale, addNode, fewestNodes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'s'} | services[0].replicas: is missing; expected a number of tasks, or global",
        "{'name':'s','replicas':-1} | services[0].replicas: expected a whole number from 0 to 20000, not -1",
        "{'name':'s','replicas':'2'} | services[0].replicas: expected a whole number from 0 to 20000, not '2'",
        "{'name':'s','replicas':1.5} | services[0].replicas: expected a whole number from 0 to 20000, not 1.5",
        "{'name':'s','replicas':1,'global':true} | services[0].replicas: is no field of a global service",
        "{'name':'s','replicas':1,'global':'yes'} | services[0].global: expected true or false, not 'yes'",
        "{'name':'s','replicas':1,'constraints':['a=b']} | services[0].constraints[0]: expected a constraint such as 'node.labels.tier==database' or 'node.role!=manager', not 'a=b'",
        "{'name':'s','replicas':1,'constraints':'node.role==worker'} | services[0].constraints: expected an array of texts, not 'node.role==worker'",
        "{'name':'s','replicas':1,'maxPerNode':-1} | services[0].maxPerNode: expected a whole number from 0 to 2147483647, not -1",
        "{'name':'s','replicas':1,'hostPorts':['80']} | services[0].hostPorts[0]: expected a port such as '80/tcp', not '80'",
        "{'name':'s','replicas':1,'hostPorts':['70000/tcp']} | services[0].hostPorts[0]: expected a port such as '80/tcp', not '70000/tcp'",
        "{'name':'s','replicas':1,'spread':['zone']} | services[0].spread[0]: expected a label such as 'node.labels.zone', not 'zone'",
        "{'name':'s','replicas':1,'reservation':'1'} | services[0].reservation: expected an object, not '1'",
        "{'name':'s','replicas':20000},{'name':'t','replicas':1} | services: expected at most 20000 tasks in all, not 20001",
        "{'name':'s','replicas':1},{'name':'s','replicas':1} | services[1].name: expected a name that no other has, not 's'",
      })
  void aWrongServiceIsToldByPathValueAndWhatIsExpected(String service, String problem) {
    assertThat(problems(request(NODE, service, ""))).containsExactly(problem.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",'without':['n9'] | without[0]: expected the name of a node, not 'n9'",
        ",'without':'n1' | without: expected an array of texts, not 'n1'",
        ",'scale':{'nobody':3} | scale.nobody: expected the name of a replicated service",
        ",'scale':{'web':'3'} | scale.web: expected a whole number from 0 to 20000, not '3'",
        ",'addNode':{'like':'n9'} | addNode.like: expected the name of a node, not 'n9'",
        ",'addNode':{'name':'n1'} | addNode.name: expected a name that no node has, not 'n1'",
        ",'addNode':{'like':'n1','role':'worker'} | addNode.like: expected either this or what the node is like, not both",
        ",'fewestNodes':1 | fewestNodes: expected true or false, not 1",
      })
  void wrongWhatIfsAreTold(String more, String problem) {
    assertThat(problems(request(NODE, SERVICE, more))).containsExactly(problem.replace('\'', '"'));
  }

  @Test
  void nodesAndServicesHaveToBeThere() {
    assertThat(problems("{}"))
        .containsExactly(
            "nodes: is missing; expected an array of nodes",
            "services: is missing; expected an array of services");
    assertThat(problems("[]")).containsExactly("expected a JSON object, not []");
  }
}
