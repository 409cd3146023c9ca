package io.drover.placement.observe.moves;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          volume db-data          | true  | {"Type": "volume", "Source": "db-data"}
          an anonymous volume     | true  | {"Type": "volume"}
          volume x                | true  | {"Type": "volume", "Source": "x", "VolumeOptions": {"DriverConfig": {"Name": "local"}}}
          ~~                      | true  | {"Type": "volume", "Source": "x", "VolumeOptions": {"DriverConfig": {"Name": "local", "Options": {"type": "nfs", "o": "addr=nas"}}}}
          ~~                      | true  | {"Type": "volume", "Source": "x", "VolumeOptions": {"DriverConfig": {"Name": "rexray"}}}
          directory /srv/data     | true  | {"Type": "bind", "Source": "/srv/data"}
          ~~                      | false | {"Type": "bind", "Source": "/etc/app", "ReadOnly": true}
          ~~                      | false | {"Type": "bind", "Source": "/var/run/docker.sock"}
          ~~                      | false | {"Type": "tmpfs", "Target": "/tmp"}
          ~~                      | true  | {"Type": "cluster", "Source": "csi"}
          """)
  void saysWhatStaysOnTheNode(String data, boolean volumes, String mount)
      throws JsonProcessingException {
    Mounts mounts = Mounts.of(new ObjectMapper().readTree("[" + mount + "]"));
    assertThat(String.join(", ", mounts.data())).isEqualTo(data);
    assertThat(mounts.volumes()).isEqualTo(volumes);
  }
}
